package org.healthpassport.api.page;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads times in query parameters (RFC 3339). Spring's own way takes digits for milliseconds, and so 2020 for 1970. */
@Component
final class TimeParameter implements Converter<String, Instant> {
    @Override
    public Instant convert(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
