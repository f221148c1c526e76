"""Print the house figures: how long functions and files are, how many test lines a code line has. Enforces nothing."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOALS = "house: function median <= 8, p95 <= 30, max 60 lines; file 60-180, max 500 lines; tests 1.2-1.5 per code line"


def code_lines(path: Path) -> int:
    """Count the lines that are neither blank nor only a comment nor part of a docstring."""
    source = path.read_text(encoding="utf-8")
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            documented.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(source.splitlines(), start=1)
    return sum(bool(line.strip()) and not line.strip().startswith("#") and n not in documented for n, line in lines)


def functions(path: Path) -> list[tuple[int, str]]:
    """Return (code lines, name) of every function, docstring apart."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            found.append((length, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"))
    return found


def _is_generated(path: Path) -> bool:
    """Tell whether nobody writes or reads the file by hand: tables of weights, steps of migrations."""
    return path.name.endswith("_weights.py") or path.parent.name == "versions"


def main() -> None:
    """Print the table."""
    sources = [p for p in sorted((ROOT / "digest_bot").rglob("*.py")) if not _is_generated(p)]
    tests = [p for p in (ROOT / "tests").rglob("*.py") if "bench" not in p.parts]
    sizes = {path: code_lines(path) for path in sources}
    lengths = sorted(length for path in sources for length, _ in functions(path))
    longest = sorted((item for path in sources for item in functions(path)), reverse=True)[:5]
    written = sum(sizes.values())
    largest = max(sizes, key=lambda path: sizes[path])
    p95 = lengths[int(len(lengths) * 0.95)]
    tested = sum(code_lines(path) for path in tests) / written
    print(f"functions  {len(lengths)}: median {statistics.median(lengths):.0f}, p95 {p95}, max {lengths[-1]}")
    print(f"files      {len(sizes)}: median {statistics.median(sizes.values()):.0f}, max {sizes[largest]}", end=" ")
    print(f"({largest.relative_to(ROOT)})")
    print(f"tests      {tested:.2f} lines per code line ({written} code lines)")
    print("longest    " + "; ".join(f"{length} {name}" for length, name in longest))
    print(GOALS)


if __name__ == "__main__":
    main()
