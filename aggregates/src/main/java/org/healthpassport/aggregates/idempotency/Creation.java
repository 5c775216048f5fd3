package org.healthpassport.aggregates.idempotency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The steps of creating one aggregate, by its id.
 *
 * @param content everything that the client sent to describe it, in a form that is the same for the same content
 * @param create creates it under the id, and gives the answer
 * @param rebuild gives the same answer again, as of version 1; empty if there is no such aggregate
 * @param ruleOut ensures that nothing will ever be created under the id; false if there already is something
 */
public record Creation<T>(
        Supplier<byte[]> content,
        Function<String, Mono<T>> create,
        Function<String, Mono<T>> rebuild,
        Function<String, Mono<Boolean>> ruleOut) {
    /** Leaves out missing members, so that a release with further members sees the same content. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** The body of a request as content: its members that count, however they were written. */
    public static byte[] json(Object body) {
        return JSON.writeValueAsBytes(body);
    }
}
