"""Prices, taxes, accounts, stock: the rules of small businesses."""

TAX_BRACKETS = [(0, 0.0), (10_000, 0.1), (40_000, 0.2), (100_000, 0.4)]
SHIPPING = {"standard": 4.99, "express": 12.5, "pickup": 0}


def income_tax(income):
    tax = 0.0
    for i, (floor, rate) in enumerate(TAX_BRACKETS):
        ceiling = TAX_BRACKETS[i + 1][0] if i + 1 < len(TAX_BRACKETS) else float("inf")
        if income <= floor:
            break
        tax += (min(income, ceiling) - floor) * rate
    return round(tax, 2)


def income_tax_table(salary: float) -> float:
    if salary < 0:
        raise ValueError("salary must not be negative")
    if salary <= 12570:
        return 0.0
    elif salary <= 50270:
        return (salary - 12570) * 0.2
    elif salary <= 125140:
        return 7540 + (salary - 50270) * 0.4
    return 7540 + 29948 + (salary - 125140) * 0.45


def discount(total, coupon=None, member=False):
    if coupon == "HALF":
        total *= 0.5
    elif coupon == "TEN":
        total -= 10
    elif coupon is not None:
        raise ValueError(f"unknown coupon: {coupon}")
    if member:
        total *= 0.95
    return max(round(total, 2), 0)


def cart_total(items):
    total = 0
    for item in items:
        quantity = item.get("quantity", 1)
        if quantity <= 0:
            continue
        total += item["price"] * quantity
    return total


def cart_summary(items, shipping="standard"):
    subtotal = sum(i["price"] * i["quantity"] for i in items)
    fee = 0 if subtotal > 50 else SHIPPING[shipping]
    tax = round(subtotal * 0.08, 2)
    return {"subtotal": subtotal, "shipping": fee, "tax": tax, "total": round(subtotal + fee + tax, 2)}


def bulk_price(quantity, unit):
    match quantity:
        case 0:
            return 0
        case n if n < 0:
            raise ValueError("negative quantity")
        case n if n < 10:
            rate = 1.0
        case n if n < 100:
            rate = 0.9
        case _:
            rate = 0.75
    return round(quantity * unit * rate, 2)


def compound_interest(principal, rate, years, per_year=1):
    amount = principal
    for _ in range(years * per_year):
        amount += amount * rate / per_year
    return round(amount, 2)


def years_to_double(rate):
    if rate <= 0:
        raise ValueError("rate must be positive")
    balance, years = 1.0, 0
    while balance < 2:
        balance *= 1 + rate
        years += 1
    return years


def loan_schedule(principal, annual_rate, months):
    r = annual_rate / 12
    payment = principal * r / (1 - (1 + r) ** -months) if r else principal / months
    rows = []
    balance = principal
    for month in range(1, months + 1):
        interest = balance * r
        balance = balance + interest - payment
        rows.append((month, round(interest, 2), round(abs(balance), 2)))
    return {"payment": round(payment, 2), "rows": rows}


def split_bill(total_cents, people):
    share, extra = divmod(total_cents, people)
    return [share + 1 if i < extra else share for i in range(people)]


def settle_debts(balances):
    owed = sorted([[v, k] for k, v in balances.items() if v > 0], reverse=True)
    owing = sorted([[-v, k] for k, v in balances.items() if v < 0], reverse=True)
    payments = []
    i = j = 0
    while i < len(owed) and j < len(owing):
        amount = min(owed[i][0], owing[j][0])
        payments.append(f"{owing[j][1]} pays {owed[i][1]} {amount}")
        owed[i][0] -= amount
        owing[j][0] -= amount
        if owed[i][0] == 0:
            i += 1
        if owing[j][0] == 0:
            j += 1
    return payments


def apply_transactions(balance, transactions):
    history = []
    for kind, amount in transactions:
        if kind == "deposit":
            balance += amount
        elif kind == "withdraw":
            if amount > balance:
                raise ValueError("insufficient funds")
            balance -= amount
        else:
            continue
        history.append({"kind": kind, "amount": amount, "balance": balance})
    return history


def inventory_update(stock, orders):
    backorders = {}
    for order in orders:
        sku, wanted = order["sku"], order["quantity"]
        available = stock.get(sku, 0)
        shipped = min(available, wanted)
        if shipped:
            stock[sku] = available - shipped
        if shipped < wanted:
            backorders[sku] = backorders.get(sku, 0) + wanted - shipped
    return {"stock": stock, "backorders": backorders}


def inventory_create(items):
    inventory = {}
    for item in items:
        inventory.setdefault(item, 0)
        inventory[item] += 1
    for name in list(inventory):
        if inventory[name] < 2:
            del inventory[name]
    return inventory


def shipping_cost(weight, distance, express=False):
    base = 5 if weight <= 1 else 5 + (weight - 1) * 1.5
    zone = "local" if distance < 50 else "regional" if distance < 500 else "national"
    factor = {"local": 1, "regional": 1.4, "national": 2}[zone]
    cost = base * factor
    return round(cost * 2 if express else cost, 2)


def invoice_lines(lines):
    out = []
    grand = 0.0
    for description, quantity, price in lines:
        amount = quantity * price
        grand += amount
        out.append(f"{description:<12}{quantity:>4} x {price:>8.2f} = {amount:>10,.2f}")
    out.append(f"{'TOTAL':<12}{grand:>27,.2f}")
    return out


def vat_breakdown(items):
    by_rate = {}
    for name, net, rate in items:
        entry = by_rate.setdefault(rate, {"net": 0, "vat": 0, "items": []})
        entry["net"] += net
        entry["vat"] += round(net * rate / 100, 2)
        entry["items"].append(name)
    return [{"rate": rate, **by_rate[rate]} for rate in sorted(by_rate)]


def loyalty_tier(points):
    tiers = [("gold", 1000), ("silver", 500), ("bronze", 100)]
    for name, needed in tiers:
        if points >= needed:
            return name
    return None


def parking_fee(minutes):
    if minutes < 0:
        raise ValueError("minutes")
    if minutes <= 15:
        return 0
    hours = -(-minutes // 60)
    fee = 3 + 2 * (hours - 1)
    return fee if fee < 20 else 20


def commission(sales):
    rate = 0.05
    bonus = 0
    if sales >= 10000:
        rate = 0.08
        if sales >= 50000:
            bonus = 1000
    elif sales >= 5000:
        rate = 0.06
    return sales * rate + bonus


def payroll(employees):
    report = {}
    for e in employees:
        hours, rate = e["hours"], e["rate"]
        overtime = max(0, hours - 40)
        pay = (hours - overtime) * rate + overtime * rate * 1.5
        report[e["name"]] = pay
    return dict(sorted(report.items(), key=lambda pair: pair[1], reverse=True))


def exchange(amount, source, target, rates):
    if source == target:
        return amount
    if source in rates and target in rates[source]:
        return round(amount * rates[source][target], 4)
    for middle, factor in rates.get(source, {}).items():
        if target in rates.get(middle, {}):
            return round(amount * factor * rates[middle][target], 4)
    raise LookupError(f"no rate from {source} to {target}")


def best_offer(offers, budget):
    affordable = [o for o in offers if o["price"] <= budget]
    if not affordable:
        return None
    best = max(affordable, key=lambda o: (o["rating"], -o["price"]))
    return best["name"]


def group_sales(sales):
    totals = {}
    for sale in sales:
        region = totals.setdefault(sale["region"], {})
        region[sale["product"]] = region.get(sale["product"], 0) + sale["amount"]
    return totals


def pivot(rows, key, column, value):
    table = {}
    for row in rows:
        if row[key] not in table:
            table[row[key]] = {}
        table[row[key]][row[column]] = row[value]
    return table


def price_with_rules(base, rules):
    price = base
    for rule in rules:
        match rule:
            case {"type": "percent", "value": v}:
                price -= price * v / 100
            case {"type": "fixed", "value": v, "min": m} if price >= m:
                price -= v
            case {"type": "cap", "value": v}:
                price = min(price, v)
            case {"type": "fixed"}:
                continue
            case _:
                raise ValueError("bad rule")
    return round(price, 2)


CART = [{"price": 19.99, "quantity": 2}, {"price": 5, "quantity": 1}]
AMOUNTS = [[0], [9_999], [10_000], [55_000.5], [250_000], [-5]]

CASES = {
    "income_tax": AMOUNTS,
    "income_tax_table": AMOUNTS,
    "discount": [[100], [100, "HALF", True], [5, "TEN"], [100, "FREE"], [80, None, True]],
    "cart_total": [[CART], [[]], [[{"price": 3}]], [[{"quantity": 1}]], [[{"price": 1, "quantity": -1}]]],
    "cart_summary": [[CART], [[]], [CART, "pickup"], [[], "drone"]],
    "bulk_price": [[0, 2.5], [5, 2.5], [50, 2.5], [500, 2.5], [-1, 2.5]],
    "compound_interest": [[1000, 0.05, 10], [1000, 0.05, 1, 12], [0, 0.1, 3], [100, 0.1, 0]],
    "years_to_double": [[0.07], [1], [0.5], [0]],
    "loan_schedule": [[1000, 0.12, 3], [1200, 0, 4], [0, 0.1, 2], [100, 0, 0]],
    "split_bill": [[1000, 3], [0, 2], [7, 7], [100, 0]],
    "settle_debts": [[{"ann": 30, "bob": -10, "cy": -20}], [{}], [{"a": 0}], [{"a": 5, "b": -5}]],
    "apply_transactions": [
        [100, [["deposit", 50], ["withdraw", 30]]],
        [0, []],
        [10, [["withdraw", 11]]],
        [5, [["noop", 1], ["deposit", 2]]],
    ],
    "inventory_update": [
        [{"a": 5, "b": 1}, [{"sku": "a", "quantity": 2}, {"sku": "b", "quantity": 4}]],
        [{}, [{"sku": "x", "quantity": 1}]],
        [{"a": 1}, []],
        [{"a": 1}, [{"sku": "a"}]],
    ],
    "inventory_create": [[["coal", "wood", "wood", "iron", "iron"]], [[]], [["x"]], [["a", "a", "a"]]],
    "shipping_cost": [[0.5, 10], [3, 100], [2, 800, True], [1, 499.5]],
    "invoice_lines": [[[["Widget", 3, 9.99], ["Gadget", 12, 1234.5]]], [[]], [[["Free", 0, 0]]], [[["Bad", 1]]]],
    "vat_breakdown": [[[["a", 100, 20], ["b", 50, 5], ["c", 10, 20]]], [[]], [[["x", 9.99, 5]]], [[["x", "y", 5]]]],
    "loyalty_tier": [[1000], [999], [100], [0]],
    "parking_fee": [[10], [61], [16], [10000], [-1]],
    "commission": [[100], [5000], [10000], [60000]],
    "payroll": [
        [[{"name": "A", "hours": 45, "rate": 10}, {"name": "B", "hours": 40, "rate": 20}]],
        [[]],
        [[{"name": "C", "hours": 0, "rate": 1}]],
        [[{"name": "D"}]],
    ],
    "exchange": [
        [10, "USD", "EUR", {"USD": {"EUR": 0.9}}],
        [10, "USD", "JPY", {"USD": {"EUR": 0.9}, "EUR": {"JPY": 160}}],
        [10, "USD", "USD", {}],
        [10, "USD", "GBP", {}],
    ],
    "best_offer": [
        [[{"name": "x", "price": 10, "rating": 4}, {"name": "y", "price": 8, "rating": 4}], 20],
        [[], 5],
        [[{"name": "x", "price": 10, "rating": 4}], 5],
        [[{"price": 1}], 5],
    ],
    "group_sales": [
        [[{"region": "N", "product": "p", "amount": 3}, {"region": "N", "product": "p", "amount": 4}]],
        [[]],
        [[{"region": "S", "product": "q", "amount": 1.5}, {"region": "N", "product": "q", "amount": 2}]],
        [[{"region": "S"}]],
    ],
    "pivot": [
        [
            [{"d": "mon", "k": "x", "v": 1}, {"d": "mon", "k": "y", "v": 2}, {"d": "tue", "k": "x", "v": 3}],
            "d",
            "k",
            "v",
        ],
        [[], "a", "b", "c"],
        [[{"a": "1", "b": "2", "c": None}], "a", "b", "c"],
        [[{"a": "1"}], "a", "b", "c"],
    ],
    "price_with_rules": [
        [100, [{"type": "percent", "value": 10}, {"type": "fixed", "value": 5, "min": 50}]],
        [20, [{"type": "fixed", "value": 5, "min": 50}, {"type": "cap", "value": 15}]],
        [1, []],
        [1, [{"kind": "x"}]],
    ],
}
