"""``livereview completion``: let the Tab key complete commands, options and names of tables."""

from __future__ import annotations

import argparse

from livereview.commands.options import Commands

_EXAMPLES = (
    "mkdir -p ~/.local/share/bash-completion/completions",
    "./livereview completion bash > ~/.local/share/bash-completion/completions/livereview",
    "mkdir -p ~/.zfunc && ./livereview completion zsh > ~/.zfunc/_livereview",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "completion",
        help="print what lets the Tab key complete the commands, for bash or zsh",
        description="Print a script with which a shell completes commands, options, formats, names "
        "of tables and of files when you press Tab. Write it where the shell looks for it, as "
        "below, and open a new terminal. In zsh, ~/.zshrc has to say before that: fpath+=~/.zfunc; "
        "autoload -U compinit; compinit. Write it anew after an update of the engine.",
        examples=_EXAMPLES,
    )
    parser.add_argument("shell", choices=("bash", "zsh"), metavar="SHELL", help="bash or zsh")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    from livereview.completing import script

    print(script(options.shell))
    return 0
