"""The command line: a thin shell over the library functions. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from tcc.cli_ir import add_commands as add_ir_commands
from tcc.cli_ir import add_golden_options, check_golden

if TYPE_CHECKING:
    from tcc.build import Build, Definition
    from tcc.config import Config
    from tcc.diagnostics import Diagnostic
    from tcc.lowering import Options
    from tinychain.error import Error

OK = 0
WRONG_PROGRAM = 1
WRONG_CALL = 2

TARGETS = ("tcc", "tc-ir-2026-02", "tc-ir-2026-08")
FORMATS = ("text", "json", "sarif", "github")

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
    except Exception as error:  # noqa: BLE001 - the last resort; _explain raises what it does not know
        return _explain(error, options)
    return status


# --- commands ------------------------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    from tcc.backend.targets.build import build_for
    from tcc.build import build_file, select
    from tcc.config import find_config
    from tcc.golden import file_name

    config = find_config(Path(options.file).parent)
    target = options.target or config.target
    built = build_file(options.file, _lowering(options))
    if _report_warnings(built, config, options.format, sys.stderr):
        return WRONG_PROGRAM
    output: str | None = options.output
    if options.emit != "json" or options.dump_ir is not None:
        return _write_stages(built, options)
    if output is not None and (output.endswith(os.sep) or Path(output).is_dir()):
        chosen = [select(built, options.name)] if options.name else list(built.definitions)
        files = {file_name(d.manifest): build_for(d.manifest, target, options.file).encode() for d in chosen}
        if len(files) < len(chosen):
            return _complain("two definitions have the same name and version: build them one by one with --name")
        _make_directory(Path(output))
        for file, text in files.items():
            _write(Path(output, file), text)
        return OK
    text = build_for(_the_one(built, options.name).manifest, target, options.file).encode()
    if output is None or output == "-":
        sys.stdout.buffer.write(text)
    else:
        _write(Path(output), text)
    return OK


def _write_stages(built: Build, options: argparse.Namespace) -> int:
    """Write what the compiler holds on the way to a manifest: its IR as text, or the SSA after its passes."""
    from tcc.backend.files import write_atomically
    from tcc.dump import dump_file
    from tcc.ir.text import show_manifest

    if options.emit == "ir" and options.dump_ir is None:
        text = show_manifest(_the_one(built, options.name).manifest)
    else:
        text = dump_file(
            options.file, _the_one(built, options.name).name, options.dump_ir or "prune", _lowering(options)
        )
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
            status = max(status, _explain(error, options))
    return status


def _check_file(options: argparse.Namespace, config: Config) -> int:
    from tcc.build import build_file

    built = build_file(options.file, _lowering(options))
    failed = _report_warnings(built, config, options.format, sys.stdout)
    if options.format == "text" and not failed:
        for definition in built.definitions:
            count = len(definition.manifest.routes)
            print(f"{definition.manifest.schema.id}: {count} route{'s' * (count != 1)}, no errors")
    if options.golden is None:
        return WRONG_PROGRAM if failed else OK
    return max(check_golden(built, options, options.target or config.target), WRONG_PROGRAM if failed else OK)


def _install(options: argparse.Namespace) -> int:
    from tcc.backend.hosts import open_host
    from tcc.backend.install import install_manifest, load_manifests

    lowering = None if options.file.endswith(".json") else _lowering(options)
    manifests = load_manifests(options.file, options.name, lowering)
    with open_host(data_dir=options.data_dir, url=options.url, token=_token(options)) as host:
        for manifest in manifests:
            print(f"installed {install_manifest(manifest, host)}")
    return OK


def _serve(options: argparse.Namespace) -> int:
    from tcc.backend.hosts import serve
    from tcc.errors import UsageError

    trusted = [tuple(key) for key in options.trust]
    given = [os.environ.get(name) for name in ("TC_TOKEN_HOST", "TC_ACTOR_ID", "TC_PUBLIC_KEY_B64")]
    if not trusted and all(given):
        trusted = [tuple(given)]
    routes = []
    for text in options.route:
        root, sign, authority = text.partition("=")
        if not sign:
            raise UsageError(f"{text!r} is not ROOT=HOST:PORT")
        routes.append((root, authority))
    serve(Path(options.data_dir), options.bind, dev=options.dev, trusted=trusted, routes=routes)
    return OK


def _mint(options: argparse.Namespace) -> int:
    from tcc.backend.tokens import environment, secret_key
    from tcc.errors import UsageError
    from tinychain import auth

    try:
        secret = secret_key(Path(options.key)) if options.key else auth.keygen().secret
        install = [*options.lib, *options.service]
        if not install:
            raise UsageError("a token allows something: name it with --lib or --service")
        token = auth.mint(secret, host=options.host, actor=options.actor, install=install, lifetime=options.lifetime)
        print(environment(token, auth.Trusted(options.host, options.actor, auth.public_key(secret))))
    except ValueError as error:
        raise UsageError(str(error)) from None
    return OK


def _call(options: argparse.Namespace) -> int:
    from tcc.backend.call import call, check_method, find_door, parse_argument, read_events
    from tcc.backend.hosts import open_host
    from tcc.errors import UsageError
    from tinychain.uri import URI

    try:
        target = URI.parse(options.target)
    except ValueError as error:
        raise UsageError(str(error)) from None
    url, data_dir = options.url, options.data_dir
    if target.host is not None:
        if url is not None or data_dir is not None:
            raise UsageError("the target names its host already: leave out --url and --data-dir")
        url = f"{target.scheme}://{target.authority()}"
    pairs = [parse_argument(text) for text in options.arguments]
    args = dict(pairs)
    if len(args) < len(pairs):
        raise UsageError("an argument is given twice")
    with open_host(data_dir=data_dir, url=url, token=_token(options)) as host:
        path = target.canonical()
        door = find_door(path, check_method(options.method), None if data_dir is None else Path(data_dir))
        before = read_events(host) if options.events else []
        answer = call(host, path, door, args)
        answer.value()
        if options.events:
            import json

            for _, topic, value in read_events(host, before[-1][0] if before else 0):
                print(json.dumps({"topic": topic, "value": value}, ensure_ascii=False))
        sys.stdout.write(answer.body.decode() + "\n" if answer.body else "null\n")
    return OK


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


def _lowering(options: argparse.Namespace) -> Options:
    from tcc.lowering import Options

    return Options(optimize=0 if options.unoptimized else 1)


def _the_one(built: Build, name: str | None) -> Definition:
    from tcc.build import select
    from tcc.errors import UsageError

    if name is None and len(built.definitions) > 1:
        names = ", ".join(definition.name for definition in built.definitions)
        raise UsageError(
            f"the file has several definitions ({names}): choose one with --name, or give a directory to -o"
        )
    return select(built, name)


def _write(path: Path, text: bytes) -> None:
    from tcc.backend.files import write_atomically
    from tcc.errors import UsageError

    try:
        write_atomically(path, text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None


def _make_directory(path: Path) -> None:
    from tcc.errors import UsageError

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be made: {error.strerror or error}") from None


def _token(options: argparse.Namespace) -> str | None:
    token: str | None = options.token
    return token or os.environ.get("TC_BEARER_TOKEN")


def _report(diagnostics: Sequence[Diagnostic], style: str, stream: TextIO) -> None:
    """Write diagnostics in the chosen format. The machine formats are written even when there is nothing to say."""
    from tcc.diagnostics import render

    if diagnostics or style in ("json", "sarif"):
        stream.write(render(diagnostics, style, color=style == "text" and _wants_color(stream)))


def _report_warnings(built: Build, config: Config, style: str, stream: TextIO) -> bool:
    """Write a build's warnings at the levels the project gives them; whether one of them is an error there."""
    from tcc.diagnostics import Severity

    warnings = config.settled(built.warnings)
    _report(warnings, style, stream)
    return any(warning.severity is Severity.ERROR for warning in warnings)


def _wants_color(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ


def _explain(error: Exception, options: argparse.Namespace) -> int:
    """Say what went wrong and give the exit status. Raises what is not a failure anyone could have caused."""
    from tcc.diagnostics import CompileError
    from tcc.errors import InvalidManifest, UsageError
    from tcc.ir.errors import IrError
    from tinychain.error import Error

    if isinstance(error, CompileError):
        style = getattr(options, "format", "text")
        _report(error.diagnostics, style, sys.stdout if options.command is _check else sys.stderr)
        unreadable = all(diagnostic.code == "TC002" for diagnostic in error.diagnostics)
        return WRONG_CALL if unreadable else WRONG_PROGRAM
    if isinstance(error, IrError):
        return _complain(f"{options.file}: not a manifest: {error}", WRONG_PROGRAM)
    if isinstance(error, InvalidManifest):
        for line in str(error).splitlines():
            _complain(f"{options.file}: {line}")
        return WRONG_PROGRAM
    if isinstance(error, Error):
        return _complain(_located(error), _status_of(error, options))
    if isinstance(error, UsageError | ImportError):
        return _complain(str(error))
    if isinstance(error, OSError):
        return _complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    raise error


def _located(error: Error) -> str:
    """A host's error with the Python line it points at, where that file is at hand."""
    lines = [f"{error.category}: {error.message}"]
    where = " ".join(part for part in (error.route, error.component) if part)
    if error.source:
        lines.append(f"  at {error.source}" + (f", in {where}" if where else ""))
        file, _, number = error.source.rpartition(":")
        try:
            text = Path(file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        except (OSError, ValueError, IndexError):
            pass
        else:
            lines.append(f"  {number} | {text}")
    elif where:
        lines.append(f"  in {where}")
    return "\n".join(lines)


def _status_of(error: Error, options: argparse.Namespace) -> int:
    """1 where the program is to blame: refused at install, or failing at run time; 2 where the call is."""
    if options.command is _install:
        return WRONG_PROGRAM if error.status in (400, 409) else WRONG_CALL
    if error.ids or error.status in (408, 500, 501, 502):
        return WRONG_PROGRAM
    return WRONG_CALL


def _complain(message: str, status: int = WRONG_CALL) -> int:
    print(f"tcc: {message}", file=sys.stderr)
    return status


# --- arguments -----------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Usage errors as one line that says where help is."""

    def error(self, message: str) -> NoReturn:
        """Write the line and exit with status 2."""
        self.exit(WRONG_CALL, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, rest = parser.parse_known_args(argv)
    if options.command is _call:
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
        command.set_defaults(command=run)
        return command

    build = add("build", _build, "compile a file to a manifest", "tcc build counter.py -o counter.json")
    build.add_argument("file", metavar="FILE", help="a Python file; it is parsed, never imported")
    build.add_argument(
        "-o", "--output", metavar="PATH", help="a file, or a directory for one file a definition; else stdout"
    )
    _add_target(build)
    build.add_argument(
        "--emit",
        choices=("json", "ir", "ssa"),
        default="json",
        help="a manifest, its IR as text, or the SSA it is from",
    )
    build.add_argument("--dump-ir", metavar="PASS", help="write the SSA after a pass of the compiler, or after `all`")
    _add_compiler_options(build)

    check = add("check", _check, "report every error and warning of a file", "tcc check counter.py --format=github")
    check.add_argument(
        "file", metavar="FILE", nargs="?", help="a Python file; else every file of [tool.tcc.golden] in pyproject.toml"
    )
    add_golden_options(check)
    _add_target(check)
    _add_compiler_options(check, name=False)

    install = add(
        "install", _install, "install a file's definitions or a manifest", "tcc install counter.py --data-dir data"
    )
    install.add_argument("file", metavar="FILE", help="a Python file, or a manifest (.json) that build wrote")
    _add_host_options(install, required=True)
    _add_compiler_options(install)

    call = add(
        "call",
        _call,
        "call an installed route",
        "tcc call /service/example-devco/ml/counter/1.0.0/handle --url http://127.0.0.1:8702 limit=3",
    )
    call.add_argument("target", metavar="TARGET", help="the route's path, or its URL")
    call.add_argument(
        "arguments", metavar="NAME=VALUE", nargs="*", help="a parameter; the value is JSON, or else a string"
    )
    call.add_argument(
        "--method", metavar="VERB", help="GET, PUT, POST or DELETE; else what the installed manifest says"
    )
    call.add_argument("--events", action="store_true", help="also print the events the call emitted, one a line")
    _add_host_options(call, required=False)

    serve = add(
        "serve", _serve, "serve a data directory over HTTP", "tcc serve --data-dir data --bind 127.0.0.1:8702 --dev"
    )
    serve.add_argument("--data-dir", metavar="DIR", required=True, help="where libraries, services and state are kept")
    serve.add_argument(
        "--bind", metavar="HOST:PORT", default="127.0.0.1:8702", help="default: %(default)s; port 0 is a free one"
    )
    serve.add_argument("--dev", action="store_true", help="let anyone install without a token; for development only")

    serve.add_argument(
        "--trust",
        nargs=3,
        metavar=("HOST", "ACTOR", "PUBLIC_KEY"),
        action="append",
        default=[],
        help="take tokens signed with this key (default: $TC_TOKEN_HOST $TC_ACTOR_ID $TC_PUBLIC_KEY_B64)",
    )
    serve.add_argument(
        "--route",
        metavar="ROOT=HOST:PORT",
        action="append",
        default=[],
        help="where a dependency on another host is called",
    )

    token = add(
        "token",
        _mint,
        "make a token that allows installing, and print it as environment variables",
        "tcc token --host http://127.0.0.1:8702 --actor admin --key admin.key --lib /lib/acme/a/1.0.0",
    )
    token.add_argument("--host", metavar="URL", required=True, help="the host that answers for the actor")
    token.add_argument("--actor", metavar="NAME", required=True, help="who signs")
    token.add_argument(
        "--key", metavar="FILE", help="the secret key; made if not there (default: a new key, kept nowhere)"
    )
    token.add_argument("--lib", metavar="LINK", action="append", default=[], help="a library it allows to install")
    token.add_argument("--service", metavar="LINK", action="append", default=[], help="a service it allows to install")
    token.add_argument("--lifetime", metavar="SECONDS", type=int, default=3600, help="default: %(default)s")

    add_ir_commands(add)

    explain = add("explain", _explain_code, "explain a diagnostic", "tcc explain TC101")
    explain.add_argument("code", metavar="CODE", help="the code a diagnostic shows")

    add("version", _version, "print the version", "tcc version")
    return parser


def _add_target(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--target", choices=TARGETS, help="the release of the IR to write (default: the project's, or tcc)"
    )


def _add_compiler_options(command: argparse.ArgumentParser, *, name: bool = True) -> None:
    if name:
        command.add_argument("--name", metavar="NAME", help="the definition to use, by its class or its name")
    command.add_argument(
        "--format", choices=FORMATS, default="text", help="how diagnostics are written (default: text)"
    )
    command.add_argument(
        "-O0", dest="unoptimized", action="store_true", help="do not optimise, for debugging the compiler"
    )


def _add_host_options(command: argparse.ArgumentParser, *, required: bool) -> None:
    host = command.add_mutually_exclusive_group(required=required)
    host.add_argument("--data-dir", metavar="DIR", help="a data directory on this machine")
    host.add_argument("--url", metavar="URL", help="a host, such as http://127.0.0.1:8702")
    command.add_argument("--token", metavar="TOKEN", help="the bearer token (default: $TC_BEARER_TOKEN)")


if __name__ == "__main__":
    sys.exit(main())
