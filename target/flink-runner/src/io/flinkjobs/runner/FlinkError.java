package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The innermost message of an exception of Flink as one line, and the position that it names. */
final class FlinkError {
    private static final Pattern RANGE =
            Pattern.compile("From line (\\d+), column (\\d+) to line (\\d+), column (\\d+):?\\s*");
    private static final Pattern POINT =
            Pattern.compile("\\s*\\b(?:[Aa]t|[Ff]rom) line (\\d+), column (\\d+):?");
    private static final Pattern EXPECTED = Pattern.compile("\\s*Was expecting\\b.*", Pattern.DOTALL);
    private static final int LONGEST = 2000;

    final String message;
    final int line;
    final int column;
    final int endLine;
    final int endColumn;

    private FlinkError(String message, int line, int column, int endLine, int endColumn) {
        this.message = message;
        this.line = line;
        this.column = column;
        this.endLine = endLine;
        this.endColumn = endColumn;
    }

    boolean hasPosition() {
        return line > 0;
    }

    /** Return the innermost error with a position, or else the innermost one with a message. */
    static FlinkError of(Throwable error) {
        List<Throwable> causes = causes(error);
        for (Throwable cause : causes) {
            String message = String.valueOf(cause.getMessage());
            FlinkError found = isOfFlink(cause) ? withPosition(message) : null;
            if (found != null) {
                return found;
            }
        }
        return new FlinkError(describe(causes.get(0)), 0, 0, 0, 0);
    }

    /** Return the messages of an exception and its causes as one line, the outermost first. */
    static String allMessages(Throwable error) {
        List<Throwable> causes = causes(error);
        Collections.reverse(causes);
        return oneLine(
                causes.stream()
                        .map(Throwable::getMessage)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
    }

    private static FlinkError withPosition(String message) {
        Matcher range = RANGE.matcher(message);
        if (range.find()) {
            return at(range, 3, message);
        }
        Matcher point = POINT.matcher(message);
        return point.find() ? at(point, 1, message) : null;
    }

    private static FlinkError at(Matcher found, int end, String message) {
        String rest = message.substring(0, found.start()) + message.substring(found.end());
        int endLine = number(found, end);
        int endColumn = number(found, end + 1);
        return new FlinkError(oneLine(rest), number(found, 1), number(found, 2), endLine, endColumn);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** Return an exception and its causes, the innermost first. */
    private static List<Throwable> causes(Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        Throwable cause = error;
        while (cause != null && !causes.contains(cause)) {
            causes.add(cause);
            cause = cause.getCause();
        }
        Collections.reverse(causes);
        return causes;
    }

    /** Return the message of an exception; of one of Java's own also its class. */
    private static String describe(Throwable error) {
        String message = error.getMessage();
        String name = error.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return name;
        }
        return oneLine(isOfFlink(error) ? message : name + ": " + message);
    }

    private static boolean isOfFlink(Throwable error) {
        return error.getClass().getName().startsWith("org.apache.");
    }

    private static String oneLine(String message) {
        String line = EXPECTED.matcher(message).replaceFirst("").replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
    }
}
