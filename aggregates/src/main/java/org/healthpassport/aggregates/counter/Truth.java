package org.healthpassport.aggregates.counter;

import reactor.core.publisher.Mono;

/** The data that counters of one kind count. It is asked off the path of requests, except at the first use. */
public interface Truth {

    /** The amount that a subject has now, as a majority knows it. */
    Mono<Long> count(String subjectId);

    /**
     * The fate of a command whose reservation is old. If the command did not take effect, it must be made impossible
     * that it ever does, before this is {@link CommandFate.Lost}; {@link CommandFate#of} does so for aggregates.
     *
     * @param reserved the amount that it reserved
     */
    Mono<CommandFate> fateOf(String commandId, long reserved);
}
