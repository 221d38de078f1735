r"""Sphinx extension: the result of a page, in a box.

    ```{result} The gradients of a layer
    dW^{[l]} = \frac{1}{m} \, dz^{[l]} \, a^{[l-1]\T}
    ```

An equation with a name, larger than any arithmetic on the way to it, and with a permalink. Links call
it by the name that ``:name:`` gives it, else by its name in small letters: {ref}`result-name`.
"""

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator


class result(nodes.General, nodes.Element):
    """A box: a name and an equation."""


class result_name(nodes.TextElement):
    """The name of a result."""


class Result(SphinxDirective):
    """The directive ``result``: its argument is the name, its content TeX."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the box, and make its place known to the links."""
        self.assert_has_content()
        text, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        name = result_name("", "", *text)
        called = nodes.make_id(self.options.get("name") or f"result-{name.astext()}")
        tex = "\n".join(self.content)
        block = nodes.math_block(tex, tex, docname=self.env.docname, number=None, label=None)
        block["no-wrap"] = block["nowrap"] = False
        box = result("", name, block, ids=[called])
        for node in (box, name, block):
            self.set_source_info(node)
        self.env.domains.standard_domain.note_hyperlink_target(
            called, self.env.docname, called, name.astext()
        )
        return [box, *messages]


def visit_result(self: HTML5Translator, node: result) -> None:
    """Begin the box."""
    self.body.append(self.starttag(node, "div", CLASS="bpref-result"))


def depart_result(self: HTML5Translator, node: result) -> None:
    """End the box."""
    self.body.append("</div>\n")


def visit_result_name(self: HTML5Translator, node: result_name) -> None:
    """Begin the name."""
    self.body.append(self.starttag(node, "p", "", CLASS="name"))


def depart_result_name(self: HTML5Translator, node: result_name) -> None:
    """End the name with the permalink."""
    self.add_permalink_ref(node.parent, "Link to this result")
    self.body.append("</p>\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and how it is written."""
    app.add_node(result, html=(visit_result, depart_result))
    app.add_node(result_name, html=(visit_result_name, depart_result_name))
    app.add_directive("result", Result)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
