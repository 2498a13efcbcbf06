"""The limit on this program's memory, checked before anything needs it.

With far too little memory libraries abort the process without a message, so the program refuses to
start first. The limit is that of ``ulimit -v``, on systems that have it.
"""

_LEAST_MB = {"train": 450, "window": 600, "tour": 600}
"""With less, a library aborts the process: measured in steps of 50 MB on two cores."""
_LEAST_OF_OTHERS_MB = 150


def too_little_memory(command: str = "") -> str:
    """Return a sentence if a command ("" for any of them) cannot work, else ""."""
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
