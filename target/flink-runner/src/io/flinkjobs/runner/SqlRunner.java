package io.flinkjobs.runner;

import org.apache.flink.client.program.StreamPlanEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a SQL script as one job: --script TEXT, with --variable, --jar, --mode or --validate. */
public final class SqlRunner {
    private static final Logger LOG = LoggerFactory.getLogger(SqlRunner.class);

    private SqlRunner() {}

    public static void main(String[] values) throws Exception {
        Arguments arguments = Arguments.parse(values);
        Settings settings = new Settings(arguments);
        Variables variables = new Variables(arguments.variables);
        ScriptJob job = new ScriptJob(settings);
        Script script = new Script(arguments.script);
        for (Statement statement : script.statements()) {
            job.apply(variables.replaceIn(statement));
        }
        job.end();
        if (arguments.validate) {
            job.compile();
            System.out.println("The script is valid; its INSERTs: " + job.size());
            makePlaceholderPlan();
        } else {
            job.submit();
        }
    }

    /** Log an exception of Flink with its causes, and return the error of the script. */
    static ScriptException logged(ScriptException error, Throwable cause) {
        LOG.warn(error.getMessage(), cause);
        return error;
    }

    /**
     * Give a caller that asks for a plan one of a trivial job: it asks to validate, also a script
     * without a job, and fails without any plan. Elsewhere nothing is made, since it would run.
     */
    private static void makePlaceholderPlan() throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        if (environment instanceof StreamPlanEnvironment) {
            environment.fromSequence(1, 1).print();
            environment.execute();
        }
    }
}
