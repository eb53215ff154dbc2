package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.List;

/** Splits tokens into statements at each semicolon that stands outside of BEGIN … END. */
final class StatementSplitter {
    private final List<List<Token>> statements = new ArrayList<>();
    private List<Token> current = new ArrayList<>();
    private List<Token> code = new ArrayList<>();
    private int depth;

    private StatementSplitter() {}

    /** Return the tokens of each statement, without comments before and after it. */
    static List<List<Token>> split(List<Token> tokens) {
        StatementSplitter splitter = new StatementSplitter();
        for (Token token : tokens) {
            splitter.add(token);
        }
        splitter.endStatement();
        return splitter.statements;
    }

    /** Return the tokens that are no comments. */
    static List<Token> withoutComments(List<Token> tokens) {
        List<Token> code = new ArrayList<>(tokens);
        code.removeIf(token -> token.kind == Token.Kind.COMMENT);
        return code;
    }

    /** Return whether BEGIN opens a block after these tokens: none, or STATEMENT SET. */
    private boolean opensBlock() {
        int size = code.size();
        return size == 0
                || (size >= 2
                        && code.get(size - 2).isWord("STATEMENT")
                        && code.get(size - 1).isWord("SET"));
    }

    private void add(Token token) {
        if (token.isSymbol(';') && (depth == 0 || isOpeningStatement())) {
            endStatement();
            return;
        }
        if (depth > 0) {
            boolean opens = token.isWord("BEGIN") || token.isWord("CASE");
            depth += opens ? 1 : token.isWord("END") ? -1 : 0;
        } else if (token.isWord("BEGIN") && opensBlock()) {
            depth = 1;
        }
        boolean isCode = token.kind != Token.Kind.COMMENT;
        if (isCode) {
            code.add(token);
        }
        if (isCode || !current.isEmpty()) {
            current.add(token);
        }
    }

    /** Return whether the statement so far is BEGIN STATEMENT SET, which ends with a semicolon. */
    private boolean isOpeningStatement() {
        return code.size() == 3 && code.get(1).isWord("STATEMENT") && code.get(2).isWord("SET");
    }

    private void endStatement() {
        while (!current.isEmpty() && current.get(current.size() - 1).kind == Token.Kind.COMMENT) {
            current.remove(current.size() - 1);
        }
        if (!current.isEmpty()) {
            statements.add(current);
        }
        current = new ArrayList<>();
        code = new ArrayList<>();
        depth = 0;
    }
}
