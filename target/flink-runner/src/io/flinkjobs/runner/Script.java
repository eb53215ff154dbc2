package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.List;

/** The text of a script, its statements, and lines and columns in it. */
public final class Script {
    private final String text;

    public Script(String text) {
        this.text = text;
    }

    /** Return the statements, without comments before or after each; numbers begin at 1. */
    public List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        for (List<Token> tokens : StatementSplitter.split(readTokens())) {
            int start = tokens.get(0).start;
            int end = tokens.get(tokens.size() - 1).end;
            statements.add(new Statement(this, statements.size() + 1, text, start, end));
        }
        return statements;
    }

    private List<Token> readTokens() {
        try {
            return Lexer.tokens(text);
        } catch (Lexer.UnclosedException error) {
            List<Token> before = Lexer.tokens(text.substring(0, error.start) + " unclosed");
            int number = StatementSplitter.split(before).size();
            throw new ScriptException(number, positionOf(error.start), error.getMessage());
        }
    }

    /** Return the line and column of a character as "line 1, column 2". */
    String positionOf(int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (Lines.endAt(text, i)) {
                line++;
                lineStart = i + 1;
            }
        }
        return "line " + line + ", column " + (text.codePointCount(lineStart, offset) + 1);
    }
}
