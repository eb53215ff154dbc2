package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Replaces variables such as ${name}, everywhere but in comments. */
final class Variables {
    private final Map<String, String> values;

    Variables(Map<String, String> values) {
        this.values = values;
    }

    /** Return a statement with values; within quotation marks, those of a value are doubled. */
    Statement replaceIn(Statement statement) {
        Replacement replacement = new Replacement(statement);
        for (Token token : statement.tokens()) {
            if (token.kind != Token.Kind.COMMENT) {
                replacement.replaceIn(token);
            }
        }
        return replacement.finish();
    }

    /** A text in the making, and the index in the statement that each character stems from. */
    private final class Replacement {
        private final Statement statement;
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> indexes = new ArrayList<>();
        private int copied;

        Replacement(Statement statement) {
            this.statement = statement;
        }

        void replaceIn(Token token) {
            Matcher matcher = Lexer.variables(statement.text()).region(token.start, token.end);
            boolean quoted = token.kind == Token.Kind.STRING || token.kind == Token.Kind.QUOTED_NAME;
            while (matcher.find()) {
                String value = valueOf(matcher);
                copyTo(matcher.start());
                append(quoted ? doubled(value, token.quote()) : value, matcher.start());
                copied = matcher.end();
            }
        }

        Statement finish() {
            copyTo(statement.text().length());
            indexes.add(copied);
            int[] sources = indexes.stream().mapToInt(Integer::intValue).toArray();
            return statement.withText(text.toString(), sources);
        }

        private String valueOf(Matcher matcher) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                String message = "the variable ${" + matcher.group(1) + "} has no value";
                throw statement.errorAt(matcher.start(), message);
            }
            return value;
        }

        private String doubled(String value, char quote) {
            String mark = String.valueOf(quote);
            return value.replace(mark, mark + mark);
        }

        private void copyTo(int end) {
            for (; copied < end; copied++) {
                text.append(statement.text().charAt(copied));
                indexes.add(copied);
            }
        }

        private void append(String value, int index) {
            text.append(value);
            for (int i = 0; i < value.length(); i++) {
                indexes.add(index);
            }
        }
    }
}
