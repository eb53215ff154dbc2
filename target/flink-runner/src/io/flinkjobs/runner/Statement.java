package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A numbered statement; each character of its text knows its offset in the script. */
public final class Statement {
    private final Script script;
    private final int number;
    private final String text;
    private final int[] offsets;

    /** Take a range of the script itself. */
    Statement(Script script, int number, String source, int start, int end) {
        this(script, number, source.substring(start, end), new int[end - start + 1]);
        Arrays.setAll(offsets, index -> start + index);
    }

    private Statement(Script script, int number, String text, int[] offsets) {
        this.script = script;
        this.number = number;
        this.text = text;
        this.offsets = offsets;
    }

    /** Return the SQL, comments included. */
    public String text() {
        return text;
    }

    /** Return the same with another text, whose characters stem from these indexes of this one. */
    Statement withText(String newText, int[] indexes) {
        int[] mapped = Arrays.stream(indexes).map(index -> offsets[index]).toArray();
        return new Statement(script, number, newText, mapped);
    }

    /** Return a range of the statement as one of the same number. */
    Statement part(int start, int end) {
        int[] range = Arrays.copyOfRange(offsets, start, end + 1);
        return new Statement(script, number, text.substring(start, end), range);
    }

    List<Token> tokens() {
        try {
            return Lexer.tokens(text);
        } catch (Lexer.UnclosedException error) {
            throw errorAt(error.start, error.getMessage());
        }
    }

    /** Return the tokens that are no comments. */
    List<Token> code() {
        return StatementSplitter.withoutComments(tokens());
    }

    /** Return whether the statement begins with these keywords. */
    boolean startsWith(String... words) {
        List<Token> code = code();
        for (int i = 0; i < words.length; i++) {
            if (i >= code.size() || !code.get(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Return the statements between BEGIN and END, which must be the last word. */
    List<Statement> block() {
        List<Token> code = code();
        int begin = indexOfBegin(code);
        int last = code.size() - 1;
        if (!code.get(last).isWord("END")) {
            throw errorAt(code.get(begin).start, "the BEGIN here has no END");
        }
        List<Statement> statements = new ArrayList<>();
        for (List<Token> tokens : StatementSplitter.split(code.subList(begin + 1, last))) {
            statements.add(part(tokens.get(0).start, tokens.get(tokens.size() - 1).end));
        }
        return statements;
    }

    private static int indexOfBegin(List<Token> code) {
        int index = 0;
        while (!code.get(index).isWord("BEGIN")) {
            index++;
        }
        return index;
    }

    /** Return an error of the whole statement. */
    ScriptException error(String message) {
        return errorAt(0, message);
    }

    /** Return an error at an index of the text. */
    ScriptException errorAt(int index, String message) {
        return new ScriptException(number, positionOf(index), message);
    }

    /** Return an error of Flink, at the position that it names or of the whole statement. */
    ScriptException error(Throwable cause) {
        FlinkError error = FlinkError.of(cause);
        if (!error.hasPosition()) {
            return error(error.message);
        }
        String start = positionOf(Lines.indexOf(text, error.line, error.column));
        String end = positionOf(Lines.indexOf(text, error.endLine, error.endColumn));
        String range = start.equals(end) ? start : start + " to " + end;
        return new ScriptException(number, range, error.message);
    }

    private String positionOf(int index) {
        return script.positionOf(offsets[index]);
    }
}
