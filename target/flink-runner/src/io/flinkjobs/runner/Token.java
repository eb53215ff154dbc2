package io.flinkjobs.runner;

/** A part of a script that is not white space: its kind and its range of characters. */
final class Token {
    /** Kinds of tokens; a hint's delimiters and all punctuation are symbols. */
    enum Kind {
        WORD,
        STRING,
        QUOTED_NAME,
        VARIABLE,
        COMMENT,
        SYMBOL
    }

    final Kind kind;
    final int start;
    final int end;
    private final String source;

    Token(Kind kind, String source, int start, int end) {
        this.kind = kind;
        this.source = source;
        this.start = start;
        this.end = end;
    }

    String text() {
        return source.substring(start, end);
    }

    /** Whether this is a keyword, in any case of letters. */
    boolean isWord(String word) {
        return kind == Kind.WORD && end - start == word.length() && text().equalsIgnoreCase(word);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && source.charAt(start) == symbol;
    }

    /** Return the content of a string or quoted name, and the text of any other token. */
    String content() {
        if (kind != Kind.STRING && kind != Kind.QUOTED_NAME) {
            return text();
        }
        String quote = String.valueOf(quote());
        String text = text();
        return text.substring(text.indexOf(quote) + 1, text.length() - 1).replace(quote + quote, quote);
    }

    /** Return the quotation mark of a string or quoted name. */
    char quote() {
        return source.charAt(end - 1);
    }
}
