package org.healthpassport.aggregates.witness;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what is remembered outside of the store.
 *
 * @param folder of this service alone, which no backup of MongoDB or Kafka restores; not set: nothing is remembered
 */
@ConfigurationProperties("healthpassport.witness")
public record WitnessSettings(@Nullable Path folder) {}
