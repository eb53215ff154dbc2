package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.List;

/** Splits tokens into statements at each semicolon that stands outside of BEGIN … END. */
final class StatementSplitter {
    private final List<List<Token>> statements = new ArrayList<>();
    private List<Token> current = new ArrayList<>();
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

    /** Return whether a BEGIN after these tokens opens a block: at the start, or of a statement set. */
    static boolean opensBlock(List<Token> code) {
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
            depth += token.isWord("BEGIN") || token.isWord("CASE") ? 1 : token.isWord("END") ? -1 : 0;
        } else if (token.isWord("BEGIN") && opensBlock(withoutComments(current))) {
            depth = 1;
        }
        if (!current.isEmpty() || token.kind != Token.Kind.COMMENT) {
            current.add(token);
        }
    }

    /** Return whether the statement so far is BEGIN STATEMENT SET, which ends with a semicolon. */
    private boolean isOpeningStatement() {
        List<Token> code = withoutComments(current);
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
        depth = 0;
    }
}
