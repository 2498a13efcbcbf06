"""How much memory the system lets this program ask for, found out before anything needs it.

Libraries that find far too little end the process instead of telling, so that is refused first.
The limit is the one that ``ulimit -v`` sets, where the system has it.
"""

_LEAST_MB = {"train": 450, "window": 600, "tour": 600}
"""Below that a library ends the process: tried with steps of 50 MB on two cores."""
_LEAST_OF_OTHERS_MB = 150


def too_little_memory(command: str = "") -> str:
    """Return a sentence where a command, or any of them, cannot work, else ""."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return ""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    least = _LEAST_MB.get(command, _LEAST_OF_OTHERS_MB)
    if limit == resource.RLIM_INFINITY or limit >= least * 1_000_000:
        return ""
    return (
        f"out of memory: expected room for at least {least} MB, "
        f"found a limit of {limit // 1_000_000} MB (ulimit -v)."
    )
