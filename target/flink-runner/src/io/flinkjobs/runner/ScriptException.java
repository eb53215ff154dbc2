package io.flinkjobs.runner;

/** An error of a script or an argument; its message is one line and needs no cause. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error that no statement is to blame for. */
    ScriptException(String message) {
        super(message);
    }

    /** An error at a position, such as "line 1, column 2", of a numbered statement. */
    ScriptException(int statement, String position, String message) {
        super("Statement " + statement + ", " + position + ": " + message);
    }
}
