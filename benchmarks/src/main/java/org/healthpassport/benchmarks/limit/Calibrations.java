package org.healthpassport.benchmarks.limit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.benchmarks.limit.program.Program;
import org.healthpassport.benchmarks.result.Calibration;

/** Measures the machine with {@code openssl speed} on one core, a second for each algorithm. */
public final class Calibrations {
    private static final String SPEED = "openssl speed ";
    /** As the last line of {@code openssl speed -mr} has it: bytes in a second. */
    private static final Pattern BYTES = Pattern.compile("(?m)^\\+F:\\d+:[^:]+:([0-9.]+)\\s*$");
    /** The same for ECDSA: signatures in a second, checks in a second. */
    private static final Pattern SIGNATURES = Pattern.compile("(?m)^\\+F4:\\d+:\\d+:([0-9.]+):([0-9.]+)\\s*$");

    private Calibrations() {}

    /** The speeds; none if there is no {@code openssl}. */
    public static List<Calibration> measure() {
        List<Calibration> speeds = new ArrayList<>();
        try {
            speeds.addAll(bytes("sha256", Program.run(command("-bytes", "16384", "sha256"))));
            speeds.addAll(bytes("aes-256-gcm", Program.run(command("-bytes", "16384", "-evp", "aes-256-gcm"))));
            speeds.addAll(signatures(Program.run(command("ecdsap256"))));
        } catch (IOException e) {
            // Shown as missing: the report says so when there is none.
            return List.copyOf(speeds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(speeds);
    }

    static List<Calibration> bytes(String algorithm, String output) {
        Matcher found = BYTES.matcher(output);
        return found.find()
                ? List.of(new Calibration(SPEED + algorithm, Double.parseDouble(found.group(1)) / 1e6, "MB/s"))
                : List.of();
    }

    static List<Calibration> signatures(String output) {
        Matcher found = SIGNATURES.matcher(output);
        return found.find()
                ? List.of(
                        new Calibration(SPEED + "ecdsap256 (sign)", Double.parseDouble(found.group(1)), "/s"),
                        new Calibration(SPEED + "ecdsap256 (verify)", Double.parseDouble(found.group(2)), "/s"))
                : List.of();
    }

    private static String[] command(String... algorithm) {
        List<String> command = new ArrayList<>(List.of(Program.OPENSSL, "speed", "-mr", "-seconds", "1"));
        command.addAll(List.of(algorithm));
        return command.toArray(String[]::new);
    }
}
