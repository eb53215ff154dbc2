import io.flinkjobs.runner.Script;
import io.flinkjobs.runner.SqlRunner;
import io.flinkjobs.runner.Statement;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** Calls the runner for each line of standard input: "split SCRIPT" or "main ARGUMENT…", in Base64. */
public final class RunnerDriver {
    private RunnerDriver() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream responses = System.out;
        System.setOut(System.err);
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            responses.println(respond(line.split(" ", -1)));
            responses.flush();
        }
    }

    private static String respond(String[] request) {
        String[] values =
                Arrays.stream(request).skip(1).map(RunnerDriver::decode).toArray(String[]::new);
        try {
            return "ok" + (request[0].equals("split") ? split(values[0]) : run(values));
        } catch (Exception error) {
            return "error " + encode(error.getMessage());
        }
    }

    private static String split(String script) {
        return new Script(script)
                .statements().stream().map(Statement::text).map(text -> " " + encode(text)).collect(Collectors.joining());
    }

    private static String run(String[] arguments) throws Exception {
        SqlRunner.main(arguments);
        return "";
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
