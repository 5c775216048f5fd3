package org.healthpassport.bus.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks the broker how long it keeps the records of topics. */
public final class TopicRetention {
    /** A topic that keeps everything. */
    public static final Duration WITHOUT_END = Duration.ofMillis(Long.MAX_VALUE);

    private TopicRetention() {}

    public static Map<String, Duration> of(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Config> configs = admin.describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .all()
                .get();
        Map<String, Duration> kept = new HashMap<>();
        configs.forEach((topic, config) -> {
            ConfigEntry entry = config.get(TopicConfig.RETENTION_MS_CONFIG);
            if (entry != null && entry.value() != null) {
                long millis = Long.parseLong(entry.value());
                kept.put(topic.name(), millis < 0 ? WITHOUT_END : Duration.ofMillis(millis));
            }
        });
        return kept;
    }
}
