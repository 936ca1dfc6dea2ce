"""The catalogue of problems names what the engine finds, all of it and nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

from livereview.catalogue import problems_page, read_catalogue
from livereview.problems import SEVERITIES

REPOSITORY = Path(__file__).parents[2]
MODULES = [
    ast.parse(path.read_text(encoding="utf-8")) for path in REPOSITORY.glob("workflow/**/*.py")
]


def parameters(node: ast.AST) -> list[str]:
    """What a function or dataclass takes, in order."""
    if isinstance(node, ast.FunctionDef):
        names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        return [name for name in names if name != "self"]
    if isinstance(node, ast.ClassDef):
        return [part.target.id for part in node.body if isinstance(part, ast.AnnAssign)]
    return []


def takers(module: ast.Module) -> dict[str, int]:
    """What takes a code, in a module, and at which place."""
    return {
        node.name: parameters(node).index("code")
        for node in ast.walk(module)
        if "code" in parameters(node)
    }


def codes_given(module: ast.Module, everywhere: dict[str, set[int]]) -> Iterator[ast.expr]:
    """The arguments of calls, and the defaults of functions, that are codes."""
    own = takers(module)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.args.defaults:
            defaults = node.args.defaults
            named = zip(node.args.args[-len(defaults) :], defaults, strict=True)
            yield from (default for argument, default in named if argument.arg == "code")
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            places = {own[name]} if name in own else everywhere.get(name, set())
            yield from (node.args[place] for place in places if place < len(node.args))
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")


def codes_in_the_engine() -> tuple[set[str], set[str]]:
    """The codes that the engine writes, and what stands elsewhere in the place of one."""
    everywhere: dict[str, set[int]] = {}
    for module in MODULES:
        for name, place in takers(module).items():
            everywhere.setdefault(name, set()).add(place)
    given = [code for module in MODULES for code in codes_given(module, everywhere)]
    written = {code.value for code in given if isinstance(code, ast.Constant)}
    return written, {ast.unparse(code) for code in given if not isinstance(code, ast.Constant)}


def test_each_code_of_the_engine_has_its_entry_and_each_entry_is_used():
    written, passed_on = codes_in_the_engine()

    # What is passed on was written elsewhere, `name` in the catalogue. The last is a hint: a
    # function within another is called as a method is.
    hint = "f'write | {phrase.__name__}({words})'"
    assert passed_on == {"code", "fault.code", "name", hint}
    assert written == {kind.code for kind in read_catalogue()}


def test_each_kind_says_what_it_means_and_what_to_do():
    for kind in read_catalogue():
        assert kind.meaning.endswith("."), kind.code
        assert kind.advice.endswith("."), kind.code
        assert "|" not in kind.meaning + kind.advice, kind.code
        assert set(kind.severity.split(", ")) <= set(SEVERITIES), kind.code


def test_the_documentation_is_that_of_the_catalogue():
    page = (REPOSITORY / "docs/problems.md").read_text(encoding="utf-8")

    assert page == problems_page(read_catalogue()), "run: make docs"
