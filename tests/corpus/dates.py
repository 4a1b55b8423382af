"""Calendars with plain integers."""


def is_leap_year(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month < 1 or month > 12:
        raise ValueError("month must be in 1..12")
    if month == 2:
        return 29 if is_leap_year(year) else 28
    elif month in (4, 6, 9, 11):
        return 30
    return 31


def day_of_year(year, month, day):
    total = day
    for m in range(1, month):
        total += days_in_month(year, m)
    return total


def day_of_week(year, month, day):
    names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    t = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    if month < 3:
        year -= 1
    return names[(year + year // 4 - year // 100 + year // 400 + t[month - 1] + day) % 7]


def zeller(date_input: str) -> str:
    days = {"0": "Sunday", "1": "Monday", "2": "Tuesday", "3": "Wednesday", "4": "Thursday", "5": "Friday",
            "6": "Saturday"}  # fmt: skip
    if not 0 < len(date_input) < 11:
        raise ValueError("Must be 10 characters long")
    m = int(date_input[0] + date_input[1])
    if not 0 < m < 13:
        raise ValueError("Month must be between 1 - 12")
    if date_input[2] not in ["-", "/"]:
        raise ValueError("Date separator must be '-' or '/'")
    d = int(date_input[3] + date_input[4])
    if not 0 < d < 32:
        raise ValueError("Date must be between 1 - 31")
    y = int(date_input[6] + date_input[7] + date_input[8] + date_input[9])
    if m <= 2:
        y = y - 1
        m = m + 12
    c = int(str(y)[:2])
    k = int(str(y)[2:])
    t = int(2.6 * m - 5.39)
    u = int(c / 4)
    v = int(k / 4)
    x = int(d + k)
    z = int(t + u + v + x)
    w = int(z - (2 * c))
    f = round(w % 7)
    return f"Your date {date_input}, is a {days[str(f)]}!"


def days_from_civil(y, m, d):
    y -= m <= 2
    era = (y if y >= 0 else y - 399) // 400
    yoe = y - era * 400
    doy = (153 * (m + (-3 if m > 2 else 9)) + 2) // 5 + d - 1
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    return era * 146097 + doe - 719468


def civil_from_days(z):
    z += 719468
    era = (z if z >= 0 else z - 146096) // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    y = yoe + era * 400
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    d = doy - (153 * mp + 2) // 5 + 1
    m = mp + (3 if mp < 10 else -9)
    return (y + (m <= 2), m, d)


def days_between(date1, date2):
    y1, m1, d1 = map(int, date1.split("-"))
    y2, m2, d2 = map(int, date2.split("-"))
    return abs(days_from_civil(y2, m2, d2) - days_from_civil(y1, m1, d1))


def add_days(year, month, day, count):
    day += count
    while day > days_in_month(year, month):
        day -= days_in_month(year, month)
        month += 1
        if month > 12:
            month = 1
            year += 1
    return {"year": year, "month": month, "day": day}


def add_months(year, month, day, months):
    total = year * 12 + (month - 1) + months
    new_year, new_month = divmod(total, 12)
    new_month += 1
    return [new_year, new_month, min(day, days_in_month(new_year, new_month))]


def age_on(birth, today):
    years = today[0] - birth[0]
    if (today[1], today[2]) < (birth[1], birth[2]):
        years -= 1
    if years < 0:
        raise ValueError("not born yet")
    return years


def easter(year):
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return f"{year}-{month:02d}-{day + 1:02d}"


def parse_iso_date(text):
    parts = text.split("-")
    if len(parts) != 3 or [len(p) for p in parts] != [4, 2, 2]:
        raise ValueError(f"not an ISO date: {text}")
    year, month, day = (int(p) for p in parts)
    if not 1 <= month <= 12:
        raise ValueError(f"bad month: {month}")
    if not 1 <= day <= days_in_month(year, month):
        raise ValueError(f"bad day: {day}")
    return {"year": year, "month": month, "day": day}


def format_time(seconds: int) -> str:
    hours, remainder = divmod(seconds, 3600)
    minutes, secs = divmod(remainder, 60)
    return f"{hours:02}:{minutes:02}:{secs:02}"


def twelve_hour_clock(text):
    hour, minute = text.split(":")
    hour = int(hour)
    if not 0 <= hour < 24:
        raise ValueError("hour")
    suffix = "AM" if hour < 12 else "PM"
    hour = hour % 12 or 12
    return f"{hour}:{minute} {suffix}"


def month_calendar(year, month):
    first = (days_from_civil(year, month, 1) + 3) % 7
    weeks = [["  "] * first]
    for day in range(1, days_in_month(year, month) + 1):
        if len(weeks[-1]) == 7:
            weeks.append([])
        weeks[-1].append(f"{day:2d}")
    return "\n".join(" ".join(week) for week in weeks)


def is_weekend(year, month, day):
    return day_of_week(year, month, day) in {"Saturday", "Sunday"}


def business_days(start, end):
    count = 0
    for n in range(days_from_civil(*start), days_from_civil(*end)):
        if (n + 3) % 7 < 5:
            count += 1
    return count


def overlap_days(a_start, a_end, b_start, b_end):
    latest_start = max(a_start, b_start)
    earliest_end = min(a_end, b_end)
    delta = earliest_end - latest_start + 1
    return max(0, delta)


def merge_intervals(intervals):
    merged = []
    for start, end in sorted(intervals, key=lambda x: x[0]):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def count_sundays_on_first(start_year, end_year):
    count = 0
    for year in range(start_year, end_year + 1):
        for month in range(1, 13):
            if day_of_week(year, month, 1) == "Sunday":
                count += 1
    return count


DATES = [[2024, 2, 29], [1900, 3, 1], [2023, 12, 31], [2000, 1, 1], [2024, 13, 1]]

CASES = {
    "is_leap_year": [[2000], [1900], [2024], [2023], [-4], [2.5]],
    "days_in_month": [[2024, 2], [2023, 2], [2023, 4], [2023, 12], [2023, 0]],
    "day_of_year": DATES,
    "day_of_week": DATES,
    "zeller": [["01-31-2010"], ["2-31-2010"], ["01-31-19082939"], [""], ["12/25/2024"]],
    "days_from_civil": [[1970, 1, 1], [2024, 2, 29], [1, 1, 1], [-5, 3, 1]],
    "civil_from_days": [[0], [19782], [-719162], [-800000]],
    "days_between": [["2024-01-01", "2024-12-31"], ["2024-01-01", "2023-01-01"], ["2024-01", "x"], ["1-1-1", "1-1-1"]],
    "add_days": [[2024, 2, 28, 2], [2023, 12, 31, 1], [2023, 1, 1, 800], [2023, 13, 30, 5]],
    "add_months": [[2024, 1, 31, 1], [2023, 11, 30, 3], [2023, 3, 31, -1], [2024, 5, 15, -17]],
    "age_on": [
        [[1990, 5, 17], [2024, 5, 16]],
        [[1990, 5, 17], [2024, 5, 17]],
        [[2025, 1, 1], [2024, 1, 1]],
        [[1], [2]],
    ],
    "easter": [[2024], [2000], [1999], [2038]],
    "parse_iso_date": [["2024-02-29"], ["2023-02-29"], ["2024-13-01"], ["24-1-1"], ["abcd-ef-gh"]],
    "format_time": [[0], [3661], [86399], [360000], ["x"]],
    "twelve_hour_clock": [["00:05"], ["12:30"], ["23:59"], ["24:00"], ["7"]],
    "month_calendar": [[2024, 2], [2023, 10], [2021, 2], [2024, 13]],
    "is_weekend": DATES,
    "business_days": [
        [[2024, 1, 1], [2024, 1, 31]],
        [[2024, 1, 6], [2024, 1, 8]],
        [[2024, 2, 1], [2024, 1, 1]],
        [[1], [2]],
    ],
    "overlap_days": [[1, 5, 3, 8], [1, 2, 3, 4], [1, 10, 2, 3], [5, 5, 5, 5]],
    "merge_intervals": [[[[1, 3], [2, 6], [8, 10], [15, 18]]], [[]], [[[1, 4], [4, 5]]], [[[5, 6], [1, 2]]], [[[1]]]],
    "count_sundays_on_first": [[1901, 1905], [2000, 2000], [2001, 2000], [1, 2]],
}
