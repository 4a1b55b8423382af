"""A helper function: written once, compiled once, called from two routes."""

import tinychain as tc


def clamp(value: int, low: int, high: int) -> int:
    """``value``, or the nearer of ``low`` and ``high`` when it is outside them."""
    if value < low:
        return low
    if value > high:
        return high
    return value


@tc.service(publisher="example-devco", namespace="home", name="thermostat", version="1.0.0")
class Thermostat(tc.Service):
    @tc.get
    def target(self, wanted: int) -> int:
        """The temperature that is set when ``wanted`` is asked for."""
        return clamp(wanted, 5, 30)

    @tc.post
    def heat(self, now: int, wanted: int) -> int:
        """Heat degree by degree; returns how many degrees it took."""
        goal = clamp(wanted, 5, 30)
        steps = 0
        while now < goal:
            now = now + 1
            steps = steps + 1
            tc.op.emit("degree", now)
        return steps
