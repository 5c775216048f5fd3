package org.healthpassport.standalone;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** {@code .env.example}: a line that begins with {@code #NAME=} for each setting, its comment in the line before. */
record EnvExample(List<Setting> settings) {
    static final Path FILE = ServiceSettings.REPOSITORY.resolve(".env.example");

    private static final Pattern SETTING = Pattern.compile("#([A-Z_]+)=(.*)");

    static EnvExample read() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        return new EnvExample(IntStream.range(1, lines.size())
                .boxed()
                .flatMap(line -> SETTING.matcher(lines.get(line))
                        .results()
                        .map(found -> new Setting(found.group(1), found.group(2), lines.get(line - 1))))
                .toList());
    }

    Map<String, String> defaults() {
        return settings.stream().collect(toMap(Setting::name, Setting::shown));
    }

    /** A setting with its shown default and its comment. */
    record Setting(String name, String shown, String comment) {}
}
