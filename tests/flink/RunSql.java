import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs SQL: its first argument is the mode, streaming or batch, each further one a statement. */
public final class RunSql {
    private RunSql() {}

    public static void main(String[] arguments) {
        EnvironmentSettings.Builder settings = EnvironmentSettings.newInstance();
        boolean batch = arguments[0].equals("batch");
        TableEnvironment environment =
                TableEnvironment.create((batch ? settings.inBatchMode() : settings.inStreamingMode()).build());
        for (int i = 1; i < arguments.length; i++) {
            environment.executeSql(arguments[i]);
        }
    }
}
