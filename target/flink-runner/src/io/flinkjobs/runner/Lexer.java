package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text into tokens as Flink's SQL parser does, plus variables such as ${name}. */
final class Lexer {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}\\s'\"`;]+)}");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(String text) {
        this.text = text;
    }

    /** Return the tokens; throw UnclosedException where a quotation or comment has no end. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.position < text.length()) {
            lexer.readToken();
        }
        return lexer.tokens;
    }

    /** Return a matcher of the variables in a text. */
    static Matcher variables(String text) {
        return VARIABLE.matcher(text);
    }

    private void readToken() {
        char first = text.charAt(position);
        if (isSpace(first)) {
            position++;
        } else if (at("--") || at("//")) {
            add(Token.Kind.COMMENT, endOfLine());
        } else if (at("/*") && !at("/*+")) {
            add(Token.Kind.COMMENT, endOf("*/", position + 2, "comment"));
        } else if (first == '\'') {
            add(Token.Kind.STRING, endOfQuoted(position, "string", false));
        } else if (first == '"' || first == '`') {
            add(Token.Kind.QUOTED_NAME, endOfQuoted(position, "quoted name", false));
        } else if ((first == 'E' || first == 'e') && at(position + 1, "'")) {
            add(Token.Kind.STRING, endOfQuoted(position + 1, "string", true));
        } else if (variableEnd() > position) {
            add(Token.Kind.VARIABLE, variableEnd());
        } else if (isPartOfWord(position)) {
            add(Token.Kind.WORD, endOfWord());
        } else {
            add(Token.Kind.SYMBOL, position + 1);
        }
    }

    /** Return whether a character separates tokens, as a byte order mark and no-break spaces do here. */
    private static boolean isSpace(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == '\uFEFF';
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, text, position, end));
        position = end;
    }

    private boolean at(String prefix) {
        return at(position, prefix);
    }

    private boolean at(int index, String prefix) {
        return text.startsWith(prefix, index);
    }

    private int endOfLine() {
        int end = position;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private int endOf(String terminator, int from, String what) {
        int end = text.indexOf(terminator, from);
        if (end < 0) {
            throw new UnclosedException(what, position);
        }
        return end + terminator.length();
    }

    /** Return the end of a quotation, in which a doubled quotation mark stands for one. */
    private int endOfQuoted(int opening, String what, boolean backslashEscapes) {
        char quote = text.charAt(opening);
        int end = opening + 1;
        while (end < text.length()) {
            char next = text.charAt(end);
            if (next == '\\' && backslashEscapes) {
                end += 2;
            } else if (next != quote) {
                end++;
            } else if (at(end + 1, String.valueOf(quote))) {
                end += 2;
            } else {
                return end + 1;
            }
        }
        throw new UnclosedException(what, position);
    }

    /** Return the end of the variable that begins here, or the position itself. */
    private int variableEnd() {
        if (!at("${")) {
            return position;
        }
        Matcher matcher = variables(text).region(position, text.length());
        return matcher.lookingAt() ? matcher.end() : position;
    }

    private boolean isPartOfWord(int index) {
        char part = text.charAt(index);
        boolean variable = part == '$' && at(index, "${");
        return !variable && (Character.isJavaIdentifierPart(part) || Character.isSurrogate(part));
    }

    private int endOfWord() {
        int end = position;
        while (end < text.length() && isPartOfWord(end)) {
            end++;
        }
        return end;
    }

    /** Thrown where a quotation or a comment begins that does not end. */
    static final class UnclosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int start;

        UnclosedException(String what, int start) {
            super("the " + what + " that begins here has no end");
            this.start = start;
        }
    }
}
