"""The commands that talk to a host: install, call, serve, token. As in ``cli``, each calls a library function."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tcc.cli_shared import OK, Add, add_compiler_options, lowering


def add_commands(add: Add) -> None:
    """Add the commands on hosts to the command line."""
    install = add(
        "install", _install, "install a file's definitions or a manifest", "tcc install counter.py --data-dir data"
    )
    install.add_argument("file", metavar="FILE", help="a Python file, or a manifest (.json) that build wrote")
    _add_host_options(install, required=True)
    add_compiler_options(install)

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
    call.add_argument(
        "--events", action="store_true", help="also print the events that were committed during the call, one a line"
    )
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


def _install(options: argparse.Namespace) -> int:
    from tcc.backend.hosts import open_host
    from tcc.backend.install import install_manifest, load_manifests

    how = None if options.file.endswith(".json") else lowering(options)
    manifests = load_manifests(options.file, options.name, how)
    with open_host(data_dir=options.data_dir, url=options.url, token=_token(options)) as host:
        for manifest in manifests:
            print(f"installed {install_manifest(manifest, host)}")
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


def _token(options: argparse.Namespace) -> str | None:
    token: str | None = options.token
    return token or os.environ.get("TC_BEARER_TOKEN")


def _add_host_options(command: argparse.ArgumentParser, *, required: bool) -> None:
    host = command.add_mutually_exclusive_group(required=required)
    host.add_argument("--data-dir", metavar="DIR", help="a data directory on this machine")
    host.add_argument("--url", metavar="URL", help="a host, such as http://127.0.0.1:8702")
    command.add_argument("--token", metavar="TOKEN", help="the bearer token (default: $TC_BEARER_TOKEN)")
