"""The command line: ``newsthemes run CORPUS --out DIR``, then ``notebooks --out DIR`` or ``report --out DIR``."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newsthemes import __version__
from newsthemes.cache.location import provide_home
from newsthemes.errors import InputError, is_for_want_of_room
from newsthemes.terminal import note, printable

if TYPE_CHECKING:
    from newsthemes.topics.endpoint import Endpoint

BAD_INPUT = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input (one line on standard error), 130 interrupted."""
    try:
        return _done(arguments)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one would show a traceback of what ends here
        note("interrupted; earlier results are untouched, the next run goes on")
        return INTERRUPTED


def _done(arguments: Sequence[str] | None) -> int:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that wait give up their core: where two processes share cores, spinning trebles the time of both.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    provide_home()
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that knows ASCII only shows \xe9, and no traceback
        sys.stdout.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        options.command(options)
    except InputError as error:
        return _refused(str(error))
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        where, why = error.filename or "while writing the results", error.strerror or error
        return _refused(f"{where}: {why}; {_left(error)}")
    except MemoryError as error:
        return _refused(f"{str(error) or 'this machine has no memory left'}; {_left(error)}")
    return 0


def _refused(line: str) -> int:
    note(line)
    return BAD_INPUT


def _left(error: BaseException) -> str:
    """What has become of the work so far."""
    goes_on = ", the next run goes on from the stages that ended" if is_for_want_of_room(error) else ""
    return f"earlier results are untouched{goes_on}"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="newsthemes", description=__doc__.split(":")[0])
    top.add_argument("--version", action="version", version=f"newsthemes {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_run, _add_inspect, _add_notebooks, _add_report, _add_label, _add_languages):
        add(commands)
    return top


def _add_run(commands: Any) -> None:
    run = commands.add_parser("run", help="read a corpus and write tables and figures")
    run.add_argument("corpus", nargs="+", help="a folder, a file, a list of URLs in a text file, or several")
    run.add_argument(
        "--out", required=True, metavar="DIR", help="where the results go: a new or empty folder"
    )
    run.add_argument("--themes", metavar="FILE", help="your own themes.yml (default: the bundled ten themes)")
    run.add_argument(
        "--encoder",
        default="views",
        metavar="NAME",
        help="views (default, offline, some hundred languages), minilm, use, e5, or a model",
    )
    run.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of every random step (default: 0)"
    )
    run.add_argument(
        "--refit",
        action="store_true",
        help="find topics anew, also where hardly anything changed since they were",
    )
    _add_resources(run)
    _add_names(run)
    _add_columns(run)
    run.set_defaults(command=_run)


def _add_resources(run: argparse.ArgumentParser) -> None:
    """Options that say what a run may use of machines."""
    run.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="compute on the workers of a Dask scheduler, or on local ones: local",
    )
    run.add_argument(
        "--max-memory",
        metavar="SIZE",
        help="what all processes together may hold, such as 4GB: fewer processes and smaller parts, the same results",
    )


def _add_names(run: argparse.ArgumentParser) -> None:
    """Options that have a model propose names of topics."""
    run.add_argument(
        "--llm",
        metavar="URL",
        help="ask an OpenAI-compatible endpoint of yours to name topics: it is sent their terms and quotes "
        "(key: NEWSTHEMES_LLM_KEY; default: nothing is sent)",
    )
    run.add_argument(
        "--llm-model", metavar="NAME", help="the model to ask there (default: the only one it lists)"
    )


def _add_inspect(commands: Any) -> None:
    inspect = commands.add_parser("inspect", help="say what would be read as what, and write nothing")
    inspect.add_argument("corpus", nargs="+", help="a folder, a file, or several")
    _add_columns(inspect)
    inspect.set_defaults(command=_inspect)


def _add_notebooks(commands: Any) -> None:
    notebooks = commands.add_parser("notebooks", help="execute the notebooks for a finished run")
    notebooks.add_argument(
        "--out", required=True, metavar="DIR", help="the result folder of `newsthemes run`"
    )
    notebooks.add_argument(
        "--in-place", action="store_true", help="write into this checkout's own notebooks/ and figures/"
    )
    notebooks.set_defaults(command=_notebooks)


def _add_report(commands: Any) -> None:
    report = commands.add_parser("report", help="put a finished run into one page to explore and publish")
    report.add_argument("--out", required=True, metavar="DIR", help="the result folder of `newsthemes run`")
    report.add_argument("--title", metavar="TEXT", help="what the page is called (default: what it is about)")
    report.set_defaults(command=_report)


def _add_label(commands: Any) -> None:
    label = commands.add_parser("label", help="draw passages to label by hand; correct a share by the labels")
    label.add_argument("--out", required=True, metavar="DIR", help="the result folder of `newsthemes run`")
    label.add_argument("--theme", required=True, metavar="T", help="the id or name of a theme")
    label.add_argument(
        "-n", type=int, default=120, metavar="N", help="passages to label in all (default: 120)"
    )
    label.add_argument("--to", metavar="FILE", help="the CSV file to fill in (default: DIR-labels/T.csv)")
    label.add_argument("--second", metavar="FILE", help="the same sheet filled in by a second coder")
    label.add_argument("--page", metavar="FILE", help="an html file of the sheet, for a coder without Python")
    label.set_defaults(command=_label)


def _add_languages(commands: Any) -> None:
    languages = commands.add_parser("languages", help="list the languages that are read, and how well")
    languages.set_defaults(command=_languages)


COLUMNS = ("text", "title", "date", "source", "author", "url", "language")


def _add_columns(command: argparse.ArgumentParser) -> None:
    """Options that name columns of tables, for when their names and contents do not tell."""
    group = command.add_argument_group(
        "columns of tables", "found by their names and contents unless named here"
    )
    for field in COLUMNS:
        several = "+" if field == "text" else None
        what = "the text; of several, all that a row has, one after the other" if several else f"the {field}"
        group.add_argument(
            f"--{field}-column", metavar="NAME", help=f"the column that holds {what}", nargs=several
        )


def _columns(options: argparse.Namespace) -> dict[str, list[str]]:
    given = {field: getattr(options, f"{field}_column") for field in COLUMNS}
    return {field: name for field, name in given.items() if name} or None


def _run(options: argparse.Namespace) -> None:
    from newsthemes.results.folder import check_out

    check_out(options.out)
    from newsthemes.parallel.executors import workers_at
    from newsthemes.study import Study
    from newsthemes.study.summary import summarise

    corpus = options.corpus[0] if len(options.corpus) == 1 else options.corpus
    llm = _endpoint(options)
    with workers_at(options.dask) as workers:
        study = Study(
            corpus,
            options.out,
            options.themes,
            options.encoder,
            options.seed,
            True,
            workers,
            options.refit,
            columns=_columns(options),
            llm=llm,
            max_memory=options.max_memory,
        )
        changed = study.save()
    print(printable(summarise(study.out, changed)))


def _endpoint(options: argparse.Namespace) -> "Endpoint | None":
    from newsthemes.topics.endpoint import Endpoint

    if options.llm_model and not options.llm:
        raise InputError("--llm-model names a model of an endpoint; give that too: --llm URL")
    return Endpoint(options.llm, options.llm_model) if options.llm else None


def _inspect(options: argparse.Namespace) -> None:
    from newsthemes.study.inspect import inspect

    corpus = options.corpus[0] if len(options.corpus) == 1 else options.corpus
    print(printable(inspect(corpus, _columns(options))))


def _notebooks(options: argparse.Namespace) -> None:
    from newsthemes.study.notebooks import execute_notebooks

    for path in execute_notebooks(options.out, in_place=options.in_place, progress=True):
        print(path)


def _label(options: argparse.Namespace) -> None:
    from newsthemes.labelling.summary import label_theme
    from newsthemes.study import Study

    study = Study.open(options.out)
    print(printable(label_theme(study, options.theme, options.n, options.to, options.second, options.page)))


def _languages(options: argparse.Namespace) -> None:
    from newsthemes.embedding import language_support

    table = language_support().drop(columns="found")
    print(table.astype(object).where(table.notna(), "").to_string(index=False, justify="left"))


def _report(options: argparse.Namespace) -> None:
    from newsthemes.report import write_report

    print(write_report(options.out, title=options.title, progress=True))


if __name__ == "__main__":
    sys.exit(main())
