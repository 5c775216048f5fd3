package org.healthpassport.aggregates.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Generates identifiers: UUIDv7 (RFC 9562, 5.7). They sort roughly by time; nothing relies on their order. */
@Component
public final class Ids {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final NoArgGenerator generator = Generators.timeBasedEpochRandomGenerator();

    /** True if a text is a UUID as this class writes them, of any version. */
    public static boolean isId(String text) {
        return UUID.matcher(text).matches();
    }

    public String next() {
        return generator.generate().toString();
    }
}
