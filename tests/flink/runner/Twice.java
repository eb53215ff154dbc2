import org.apache.flink.table.functions.ScalarFunction;

/** A function that scripts use from a jar of its own. */
public class Twice extends ScalarFunction {
    public Integer eval(Integer number) {
        return 2 * number;
    }
}
