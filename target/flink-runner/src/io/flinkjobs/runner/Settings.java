package io.flinkjobs.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** What SET and RESET configure, and the table environment, made when it is first needed. */
final class Settings {
    private static final String MODE = "execution.runtime-mode";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final String defaultMode;
    private final List<String> jars;
    private TableEnvironment environment;

    Settings(Arguments arguments) {
        this.defaultMode = arguments.mode;
        this.jars = arguments.jars;
    }

    /** Return the environment, which has all that was set before; its mode cannot change later. */
    TableEnvironment environment() {
        if (environment == null) {
            Map<String, String> all = new LinkedHashMap<>(values);
            all.putIfAbsent(MODE, defaultMode);
            environment = create(Configuration.fromMap(all));
            jars.forEach(this::addJar);
        }
        return environment;
    }

    /** Apply SET 'key' = 'value'. */
    void set(Statement statement) {
        List<Token> code = statement.code();
        int equals = 1;
        while (equals < code.size() && !code.get(equals).isSymbol('=')) {
            equals++;
        }
        if (equals == 1 || equals + 1 >= code.size()) {
            throw statement.error("SET needs a key and a value: SET 'key' = 'value'");
        }
        String key = textOf(statement, code.subList(1, equals));
        String value = textOf(statement, code.subList(equals + 1, code.size()));
        checkTime(statement, key);
        values.put(key, value);
        if (environment != null) {
            environment.getConfig().set(key, value);
        }
    }

    /** Apply RESET 'key' to what the script has set, or RESET to all of it. */
    void reset(Statement statement) {
        List<Token> code = statement.code();
        List<String> keys =
                code.size() == 1
                        ? List.copyOf(values.keySet())
                        : List.of(textOf(statement, code.subList(1, code.size())));
        for (String key : keys) {
            checkTime(statement, key);
            values.remove(key);
            if (environment != null) {
                environment.getConfig().getConfiguration().removeKey(key);
            }
        }
    }

    private void addJar(String url) {
        try {
            environment.executeSql("ADD JAR '" + url.replace("'", "''") + "'");
        } catch (RuntimeException error) {
            String message = "--jar " + url + ": " + FlinkError.of(error).message;
            throw SqlRunner.logged(new ScriptException(message), error);
        }
    }

    private void checkTime(Statement statement, String key) {
        if (key.equals(MODE) && environment != null) {
            throw statement.error("'" + MODE + "' can only be set before all other statements");
        }
    }

    private static String textOf(Statement statement, List<Token> tokens) {
        Token first = tokens.get(0);
        Token last = tokens.get(tokens.size() - 1);
        return first == last ? first.content() : statement.text().substring(first.start, last.end);
    }

    private static TableEnvironment create(Configuration configuration) {
        try {
            return TableEnvironment.create(
                    EnvironmentSettings.newInstance().withConfiguration(configuration).build());
        } catch (RuntimeException error) {
            String message = "The settings of the script: " + FlinkError.allMessages(error);
            throw SqlRunner.logged(new ScriptException(message), error);
        }
    }
}
