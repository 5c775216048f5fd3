package org.healthpassport.api.ids;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import org.springframework.stereotype.Component;

/** Makes identifiers: UUIDv7 (RFC 9562, 5.7). They sort roughly by time; nothing relies on their order. */
@Component
public final class Ids {
    private final NoArgGenerator generator = Generators.timeBasedEpochRandomGenerator();

    public String next() {
        return generator.generate().toString();
    }
}
