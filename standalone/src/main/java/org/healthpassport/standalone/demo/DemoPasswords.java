package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthpassport.api.identity.password.ReadableSecret;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;

/**
 * The passwords of the demo's accounts, in a file that only the owner can read. They are generated before the accounts are
 * created. Each line has an email and a password.
 */
final class DemoPasswords {
    private static final String FILE_NAME = "demo-passwords";

    private final Map<String, String> byEmail;

    private DemoPasswords(Map<String, String> byEmail) {
        this.byEmail = byEmail;
    }

    static Path file(Path dataFolder) {
        return dataFolder.resolve(FILE_NAME);
    }

    /** Reads the file; first generates missing passwords and writes them durably. */
    static DemoPasswords in(Path dataFolder, List<String> emails) throws IOException {
        Path file = file(dataFolder);
        Map<String, String> known = Files.exists(file) ? read(file) : Map.of();
        Map<String, String> all = new LinkedHashMap<>(known);
        emails.forEach(email -> all.computeIfAbsent(email, missing -> ReadableSecret.password()));
        if (!all.equals(known)) {
            write(dataFolder, all);
        }
        return new DemoPasswords(all);
    }

    DemoAccount of(String email) {
        String password = byEmail.get(email);
        if (password == null) {
            throw new IllegalArgumentException("Expected the email of a demo account, but it is another");
        }
        return new DemoAccount(email, password);
    }

    private static Map<String, String> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts[1], (first, second) -> first, LinkedHashMap::new));
    }

    private static void write(Path dataFolder, Map<String, String> passwords) throws IOException {
        String lines = passwords.entrySet().stream()
                .map(entry -> entry.getKey() + ' ' + entry.getValue() + '\n')
                .collect(Collectors.joining());
        DurableFolder.sweepAbandoned(dataFolder, Duration.ZERO);
        try (PartFile part = DurableFolder.open(dataFolder).begin()) {
            part.write(lines.getBytes(StandardCharsets.UTF_8));
            part.replace(file(dataFolder));
        }
    }
}
