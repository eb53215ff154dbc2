package io.flinkjobs.runner;

/** Lines of a text, which end with a line feed, a carriage return, or both. */
final class Lines {
    private Lines() {}

    /** Return whether a line ends with the character at an index. */
    static boolean endAt(String text, int index) {
        char character = text.charAt(index);
        return character == '\n' || (character == '\r' && !text.startsWith("\n", index + 1));
    }

    /** Return the index of a line and column, both of which begin at 1, or the text's length. */
    static int indexOf(String text, int line, int column) {
        int index = 0;
        for (int current = 1; index < text.length() && current < line; index++) {
            current += endAt(text, index) ? 1 : 0;
        }
        return Math.min(text.length(), index + column - 1);
    }
}
