"""Opens the exports of an analysis in the readers that people use, as far as they are at hand, and prints what they see.

    python openExports.py FOLDER    (with a.csv, a.jsonl, a.parquet, a.graphml, a.newick, a.dot, a.svg, a.png)
"""
import importlib
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

folder = Path(sys.argv[1])


def place(name: str) -> str:
    return str(folder / f"a.{name}")


def module(name: str):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


csv = pd.read_csv(place("csv"))
seen = {
    "pandas": {
        "csv": csv["id"].tolist(),
        "jsonl": pd.read_json(place("jsonl"), lines=True)["id"].tolist(),
        "parquet": pd.read_parquet(place("parquet"))["id"].tolist(),
        "csvClusters": csv["cluster"].tolist(),
    },
    "expat": {name: ElementTree.parse(place(name)).getroot().tag for name in ["svg", "graphml"]},
}
if duckdb := module("duckdb"):
    readers = {"csv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}
    tables = {name: f"{read}('{place(name)}')" for name, read in readers.items()}
    seen["duckdb"] = {name: duckdb.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0] for name, table in tables.items()}
    labels = duckdb.sql(f"SELECT DISTINCT cluster_label FROM {tables['csv']}").fetchall()
    seen["duckdb"]["labels"] = sorted(label for (label,) in labels)
if networkx := module("networkx"):
    graph = networkx.read_graphml(place("graphml"))
    labels = [data.get("label", "") for _, data in graph.nodes(data=True)]
    seen["networkx"] = {"nodes": list(graph.nodes), "edges": graph.number_of_edges(), "labels": labels}
if phylo := module("Bio.Phylo"):
    tree = phylo.read(place("newick"), "newick")
    leaves = tree.get_terminals()
    seen["biopython"] = {"leaves": [leaf.name for leaf in leaves], "depth": max(tree.depths().values())}
if pydot := module("pydot"):
    (graph,) = pydot.graph_from_dot_file(place("dot"))

    def parts(of, what):
        return len(getattr(of, what)()) + sum(parts(inner, what) for inner in of.get_subgraphs())

    seen["pydot"] = {"nodes": parts(graph, "get_nodes"), "edges": parts(graph, "get_edges")}
if image := module("PIL.Image"):
    picture = image.open(place("png"))
    picture.load()
    seen["pillow"] = {"size": list(picture.size), "colours": len(picture.getcolors(1 << 24))}
print(json.dumps(seen))
