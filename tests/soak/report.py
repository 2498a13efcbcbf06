"""What a part of the campaign tells: one line of JSON."""

import json
import resource
from dataclasses import asdict, dataclass, field


@dataclass
class Report:
    """What was tried, and what went against the rules.

    Attributes
    ----------
    n_tried
        Inputs, events, windows or kills.
    violations
        A sentence for each broken rule, with what is needed to see it again.
    longest_s
        The longest time that one of them took.
    """

    n_tried: int = 0
    violations: list[str] = field(default_factory=list)
    longest_s: float = 0.0

    def note_time(self, seconds: float, most: float, what: str) -> None:
        """Count one try; it is against the rules when it took too long."""
        self.n_tried += 1
        self.longest_s = max(self.longest_s, seconds)
        if seconds > most:
            self.violations.append(f"{what}: took {seconds:.1f} s, at most {most:g} s are allowed")

    def print(self) -> None:
        """Print the line, with the largest memory of the process and its children in MB."""
        of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        peak_mb = max(resource.getrusage(who).ru_maxrss for who in of) / 1024
        print(json.dumps(asdict(self) | {"peak_mb": round(peak_mb)}), flush=True)
