package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program's arguments: --script, --variable, --jar, --mode and --validate. */
final class Arguments {
    final Map<String, String> variables = new HashMap<>();
    final List<String> jars = new ArrayList<>();
    String script;
    String mode = "streaming";
    boolean validate;

    private Arguments() {}

    /** Return the arguments; throw ScriptException for one that is missing or wrong. */
    static Arguments parse(String[] values) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < values.length; i++) {
            if (values[i].equals("--validate")) {
                arguments.validate = true;
            } else if (i + 1 == values.length) {
                throw new ScriptException(values[i] + " is no argument, or lacks its value");
            } else {
                arguments.set(values[i], values[++i]);
            }
        }
        if (arguments.script == null) {
            throw new ScriptException("the argument --script is missing");
        }
        return arguments;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--script":
                script = value;
                break;
            case "--variable":
                addVariable(value);
                break;
            case "--jar":
                jars.add(value);
                break;
            case "--mode":
                mode = checkMode(value);
                break;
            default:
                throw new ScriptException("there is no argument " + name);
        }
    }

    private void addVariable(String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new ScriptException("--variable needs name=value");
        }
        variables.put(value.substring(0, equals), value.substring(equals + 1));
    }

    private static String checkMode(String value) {
        if (!value.equals("streaming") && !value.equals("batch")) {
            throw new ScriptException("--mode is streaming or batch, not " + value);
        }
        return value;
    }
}
