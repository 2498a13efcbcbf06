"""Times in words for people, as roughly as they are known."""

from datetime import datetime, timedelta

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400
_STEPS_S = (
    (_MINUTE_S, 5),
    (10 * _MINUTE_S, _MINUTE_S),
    (_HOUR_S, 5 * _MINUTE_S),
    (10 * _HOUR_S, 10 * _MINUTE_S),
    (2 * _DAY_S, _HOUR_S),
    (float("inf"), _DAY_S),
)
"""Below the first number of seconds, a time is rounded to multiples of the second one."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FEW_DAYS = 6


def clock(seconds: float) -> str:
    """Return a time as a clock would: "38 s", "2:05 min", "1:20 h" or "3 days"."""
    whole = round(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S}:{whole % _MINUTE_S:02} min"
    if whole < 2 * _DAY_S:
        return f"{whole // _HOUR_S}:{whole % _HOUR_S // _MINUTE_S:02} h"
    return f"{whole / _DAY_S:,.0f} days"


def duration(seconds: float) -> str:
    """Return a time for people: "8 s" or "2 min 05 s"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def about(seconds: float) -> str:
    """Return a rough time for people: "about 10 seconds" or "about 1 hour 20 minutes"."""
    step = next(step for below, step in _STEPS_S if seconds < below)
    rounded = step * round(seconds / step)
    if rounded == 0:
        return "a few seconds"
    if rounded >= 2 * _DAY_S:
        return f"about {rounded // _DAY_S:,} days"
    hours, minutes = divmod(rounded // _MINUTE_S, 60)
    parts = ((hours, "hour"), (minutes, "minute"), (rounded % _MINUTE_S, "second"))
    words = [f"{n} {unit}" if n == 1 else f"{n} {unit}s" for n, unit in parts if n]
    return f"about {' '.join(words)}"


def brief(seconds: float) -> str:
    """Return a rough time in few letters: "≈ 10 s", "≈ 4 min", "≈ 1.5 h", "≈ 3 days".

    It is rounded as by ``about``, so that both can stand beside each other.
    """
    step = next(step for below, step in _STEPS_S if seconds < below)
    seconds = step * round(seconds / step) or max(1, round(seconds))
    if seconds < _MINUTE_S:
        return f"≈ {seconds} s"
    if seconds < _HOUR_S:
        return f"≈ {round(seconds / _MINUTE_S)} min"
    if seconds < 10 * _HOUR_S:
        return f"≈ {round(seconds / _HOUR_S, 1):g} h"
    if seconds < 2 * _DAY_S:
        return f"≈ {seconds / _HOUR_S:.0f} h"
    return f"≈ {seconds / _DAY_S:,.0f} days"


def end_of(now: datetime, seconds: float) -> str:
    """Return about when something is done that takes so long: "at about 18:40".

    Later than today it says "tomorrow at about 03:10", "on Friday at about 03:10" or a date.
    """
    step = next(step for below, step in _STEPS_S if seconds < below)
    try:
        end = now + timedelta(seconds=seconds)
    except OverflowError:
        return "after many years"
    minutes = max(1, min(step, _HOUR_S) // _MINUTE_S)
    end += timedelta(seconds=_MINUTE_S * minutes / 2)  # the nearest one
    end -= timedelta(minutes=end.minute % minutes)
    n_days = (end.date() - now.date()).days
    at = f"at about {end:%H:%M}"
    if n_days > _FEW_DAYS:
        return f"on {end:%Y-%m-%d}"
    days = ("", "tomorrow ")
    return f"{days[n_days] if n_days < len(days) else f'on {_WEEKDAYS[end.weekday()]} '}{at}"
