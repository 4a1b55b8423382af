"""The command line: a thin shell over the library functions. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from tcc.cli_failures import explain
from tcc.cli_hosts import add_commands as add_host_commands
from tcc.cli_ir import add_commands as add_ir_commands
from tcc.cli_ir import add_golden_options, check_golden
from tcc.cli_shared import (
    OK,
    WRONG_CALL,
    WRONG_PROGRAM,
    add_compiler_options,
    add_target,
    complain,
    lowering,
    make_directory,
    report,
    write,
)

if TYPE_CHECKING:
    from tcc.build import Build, Definition
    from tcc.config import Config

_DESCRIPTION = "Compile plain Python into TinyChain libraries and services, install them and call them."
_EPILOG = """\
example:
  tcc check counter.py
  tcc build counter.py -o counter.json
  tcc install counter.py --data-dir data
  tcc call /service/example-devco/ml/counter/1.0.0/handle --data-dir data limit=3
  tcc serve --data-dir data --bind 127.0.0.1:8702

exit status: 0 fine, 1 the program is wrong, 2 the call is wrong
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status. Every failure is a diagnostic or one line on standard error."""
    options = _parse(argv)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        status = command(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # noqa: BLE001 - the last resort; explain raises what it does not know
        return explain(error, options)
    return status


# --- commands ------------------------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    gc.disable()  # nothing a build makes is garbage before it ends
    try:
        return _build_all(options)
    finally:
        gc.enable()


def _build_all(options: argparse.Namespace) -> int:
    from tcc.build import select
    from tcc.config import find_config

    config = find_config(Path(options.file).parent)
    built, text_of = _built(options, options.target or config.target)
    if _report_warnings(built, config, options.format, sys.stderr):
        return WRONG_PROGRAM
    output: str | None = options.output
    if options.emit != "json" or options.dump_ir is not None:
        return _write_stages(built, text_of, options)
    if output is not None and (output.endswith(os.sep) or Path(output).is_dir()):
        from tcc.golden import file_name

        chosen = [select(built, options.name)] if options.name else list(built.definitions)
        files = {file_name(d.manifest): text_of(d).encode() for d in chosen}
        if len(files) < len(chosen):
            return complain("two definitions have the same name and version: build them one by one with --name")
        make_directory(Path(output))
        for file, text in files.items():
            write(Path(output, file), text)
        return OK
    text = text_of(_the_one(built, options.name)).encode()
    if output is None or output == "-":
        sys.stdout.buffer.write(text)
    else:
        write(Path(output), text)
    return OK


def _built(options: argparse.Namespace, target: str) -> tuple[Build, Callable[[Definition], str]]:
    """What the file defines, and what gives the text of each manifest; from the cache where that can serve."""
    from tcc.build import Build, build_file

    how, path = lowering(options), Path(options.file)
    whole = options.emit != "json" or options.dump_ir is not None or target != "tcc" or how.verify
    if whole or options.no_cache or not path.is_file():
        from tcc.backend.targets.build import build_for

        if options.why:
            print("everything was built: the cache was not asked", file=sys.stderr)
        return build_file(path, how), lambda definition: build_for(definition.manifest, target, options.file)
    from tcc.incremental.build import build_texts

    outcome = build_texts(path, how, options.cache_dir and Path(options.cache_dir), explain=options.why)
    if options.why:
        for rebuilt in outcome.rebuilt:
            print(f"built {rebuilt.route}: {rebuilt.why}", file=sys.stderr)
        print(f"routes reused: {outcome.reused}", file=sys.stderr)
    definitions = tuple(text.definition for text in outcome.texts)
    return Build(definitions, outcome.warnings), lambda d: outcome.texts[definitions.index(d)].text


def _write_stages(built: Build, text_of: Callable[[Definition], str], options: argparse.Namespace) -> int:
    """Write what the compiler holds on the way to a manifest: its IR as text, or the SSA after its passes."""
    from tcc.backend.files import write_atomically
    from tcc.dump import dump_file
    from tcc.ir.manifest import decode_manifest
    from tcc.ir.text import show_manifest

    if options.emit == "ir" and options.dump_ir is None:
        text = show_manifest(decode_manifest(text_of(_the_one(built, options.name))))
    else:
        text = dump_file(options.file, _the_one(built, options.name).name, options.dump_ir, lowering(options))
    if options.output is None or options.output == "-":
        sys.stdout.write(text)
    else:
        write_atomically(Path(options.output), text.encode())
    return OK


def _check(options: argparse.Namespace) -> int:
    from tcc.config import find_config
    from tcc.errors import UsageError

    if options.file is not None:
        return _check_file(options, find_config(Path(options.file).parent))
    config = find_config(Path())
    if not config.golden:
        raise UsageError("give a FILE, or list files under [tool.tcc.golden] in pyproject.toml")
    status = OK
    for file, golden in config.golden:
        options.file, options.golden = str(file), str(golden)
        try:
            status = max(status, _check_file(options, config))
        except Exception as error:  # noqa: BLE001 - the same as for one file; the others are checked all the same
            status = max(status, explain(error, options))
    return status


def _check_file(options: argparse.Namespace, config: Config) -> int:
    from tcc.build import build_file

    built = build_file(options.file, lowering(options))
    failed = _report_warnings(built, config, options.format, sys.stdout)
    if options.format == "text" and not failed:
        for definition in built.definitions:
            count = len(definition.manifest.routes)
            print(f"{definition.manifest.schema.id}: {count} route{'s' * (count != 1)}, no errors")
    if options.golden is None:
        return WRONG_PROGRAM if failed else OK
    return max(check_golden(built, options, options.target or config.target), WRONG_PROGRAM if failed else OK)


def _explain_code(options: argparse.Namespace) -> int:
    from tcc.diagnostics.explain import explain
    from tcc.errors import UsageError

    try:
        print(explain(options.code.upper()))
    except KeyError:
        raise UsageError(f"no diagnostic has the code {options.code!r}; codes look like TC101") from None
    return OK


def _version(options: argparse.Namespace) -> int:
    import tcc

    print(f"tcc {tcc.__version__}")
    return OK


# --- what the commands share ---------------------------------------------------------------------------------------


def _the_one(built: Build, name: str | None) -> Definition:
    from tcc.build import select
    from tcc.errors import UsageError

    if name is None and len(built.definitions) > 1:
        names = ", ".join(definition.name for definition in built.definitions)
        raise UsageError(
            f"the file has several definitions ({names}): choose one with --name, or give a directory to -o"
        )
    return select(built, name)


def _report_warnings(built: Build, config: Config, style: str, stream: TextIO) -> bool:
    """Write a build's warnings at the levels the project gives them; whether one of them is an error there."""
    from tcc.diagnostics import Severity

    warnings = config.settled(built.warnings)
    report(warnings, style, stream)
    return any(warning.severity is Severity.ERROR for warning in warnings)


# --- arguments -----------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Usage errors as one line that says where help is."""

    def error(self, message: str) -> NoReturn:
        """Write the line and exit with status 2."""
        self.exit(WRONG_CALL, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, rest = parser.parse_known_args(argv)
    if options.name_of_command == "call":
        # argparse takes no more of a list of arguments once an option has followed it
        options.arguments += [text for text in rest if not text.startswith("-")]
        rest = [text for text in rest if text.startswith("-")]
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tcc",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], about: str, example: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.set_defaults(command=run, name_of_command=name)
        return command

    build = add("build", _build, "compile a file to a manifest", "tcc build counter.py -o counter.json")
    build.add_argument("file", metavar="FILE", help="a Python file; it is parsed, never imported")
    build.add_argument(
        "-o", "--output", metavar="PATH", help="a file, or a directory for one file a definition; else stdout"
    )
    add_target(build)
    build.add_argument(
        "--emit",
        choices=("json", "ir", "ssa"),
        default="json",
        help="a manifest, its IR as text, or the SSA it is from",
    )
    build.add_argument(
        "--cache-dir", metavar="DIR", help="where built routes are kept (default: .tcc-cache by the file)"
    )
    build.add_argument("--no-cache", action="store_true", help="build everything, and keep nothing")
    build.add_argument("--why", action="store_true", help="say which routes were built, and why, on standard error")
    build.add_argument("--dump-ir", metavar="PASS", help="write the SSA after a pass of the compiler, or after `all`")
    add_compiler_options(build)

    check = add("check", _check, "report every error and warning of a file", "tcc check counter.py --format=github")
    check.add_argument(
        "file", metavar="FILE", nargs="?", help="a Python file; else every file of [tool.tcc.golden] in pyproject.toml"
    )
    add_golden_options(check)
    add_target(check)
    add_compiler_options(check, name=False)

    add_host_commands(add)
    add_ir_commands(add)

    explain = add("explain", _explain_code, "explain a diagnostic", "tcc explain TC101")
    explain.add_argument("code", metavar="CODE", help="the code a diagnostic shows")

    add("version", _version, "print the version", "tcc version")
    return parser


if __name__ == "__main__":
    sys.exit(main())
