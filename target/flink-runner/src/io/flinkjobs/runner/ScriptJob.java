package io.flinkjobs.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/** The one job of a script: its statements are applied in order, and its INSERTs joined. */
final class ScriptJob {
    private static final String ALLOWED =
            " cannot run here: a script can have CREATE, ALTER, DROP, USE, LOAD, UNLOAD, ADD JAR,"
                    + " SET, RESET, INSERT and statement sets";
    private static final List<String> DEFINITIONS =
            List.of("CREATE", "ALTER", "DROP", "USE", "LOAD", "UNLOAD");

    private final Settings settings;
    private final List<Insert> inserts = new ArrayList<>();
    private StatementSet all;
    private Statement openSet;

    ScriptJob(Settings settings) {
        this.settings = settings;
    }

    /** Apply a statement: configure, define, or add to the job. */
    void apply(Statement statement) {
        if (statement.startsWith("END")) {
            closeSet(statement);
        } else if (openSet != null && !statement.startsWith("INSERT")) {
            throw statement.error("between BEGIN STATEMENT SET and END only INSERT can stand");
        } else if (statement.startsWith("INSERT")) {
            addInsert(statement);
        } else if (statement.startsWith("SET")) {
            settings.set(statement);
        } else if (statement.startsWith("RESET")) {
            settings.reset(statement);
        } else if (statement.startsWith("BEGIN", "STATEMENT", "SET")) {
            openSet = statement;
        } else if (statement.startsWith("EXECUTE", "STATEMENT", "SET", "BEGIN")) {
            addBlock(statement);
        } else if (statement.startsWith("EXECUTE", "INSERT")) {
            addInsert(statement.part(statement.code().get(1).start, statement.text().length()));
        } else if (statement.startsWith("ADD", "JAR")) {
            define(statement);
        } else {
            applyDefinition(statement);
        }
    }

    /** Return the number of INSERTs. */
    int size() {
        return inserts.size();
    }

    /** Check that the script is whole. */
    void end() {
        if (openSet != null) {
            throw openSet.error("BEGIN STATEMENT SET has no END");
        }
    }

    /** Compile the job, and submit nothing. */
    void compile() {
        if (!inserts.isEmpty()) {
            try {
                all.explain();
            } catch (RuntimeException | LinkageError error) {
                blame();
                String message = "The INSERTs together: " + FlinkError.of(error).message;
                throw SqlRunner.logged(new ScriptException(message), error);
            }
        }
    }

    /** Submit the job; an error of Flink is passed on, unless an INSERT cannot be compiled. */
    void submit() {
        if (inserts.isEmpty()) {
            throw new ScriptException("The script has no INSERT, so that there is no job to start");
        }
        settings.environment().getConfig().set("table.dml-sync", "false");
        try {
            all.execute();
        } catch (RuntimeException | LinkageError error) {
            blame();
            throw error;
        }
    }

    /** Throw the error of the first INSERT that cannot be compiled even alone. */
    private void blame() {
        for (Insert insert : inserts) {
            attempt(insert.statement, () -> insert.alone.explain());
        }
    }

    private void addInsert(Statement statement) {
        TableEnvironment environment = settings.environment();
        if (all == null) {
            all = environment.createStatementSet();
        }
        StatementSet alone = environment.createStatementSet();
        attempt(statement, () -> alone.addInsertSql(statement.text()));
        attempt(statement, () -> all.addInsertSql(statement.text()));
        inserts.add(new Insert(statement, alone));
    }

    private void addBlock(Statement statement) {
        for (Statement member : statement.block()) {
            if (!member.startsWith("INSERT")) {
                throw member.error("in a statement set only INSERT can stand");
            }
            addInsert(member);
        }
    }

    private void closeSet(Statement statement) {
        if (openSet == null) {
            throw statement.error("END without BEGIN STATEMENT SET");
        }
        openSet = null;
    }

    private void applyDefinition(Statement statement) {
        Token first = statement.code().get(0);
        if (!DEFINITIONS.contains(first.text().toUpperCase(Locale.ROOT))) {
            throw statement.error(first.text() + ALLOWED);
        }
        if (startsOwnJob(statement)) {
            throw statement.error(
                    "CREATE TABLE … AS would start a job of its own: use CREATE TABLE and INSERT");
        }
        define(statement);
    }

    private void define(Statement statement) {
        TableEnvironment environment = settings.environment();
        attempt(statement, () -> environment.executeSql(statement.text()));
    }

    /** Return whether this is CREATE TABLE … AS SELECT: AS outside of parentheses. */
    private static boolean startsOwnJob(Statement statement) {
        List<Token> code = statement.code();
        boolean createsTable =
                statement.startsWith("CREATE")
                        && code.stream().limit(4).anyMatch(token -> token.isWord("TABLE"));
        int depth = 0;
        for (Token token : code) {
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            if (createsTable && depth == 0 && token.isWord("AS")) {
                return true;
            }
        }
        return false;
    }

    private static void attempt(Statement statement, Callable<?> action) {
        try {
            action.call();
        } catch (Exception | LinkageError error) {
            throw SqlRunner.logged(statement.error(error), error);
        }
    }

    /** An INSERT, and a statement set of it alone. */
    private static final class Insert {
        final Statement statement;
        final StatementSet alone;

        Insert(Statement statement, StatementSet alone) {
            this.statement = statement;
            this.alone = alone;
        }
    }
}
