package org.healthpassport.bus.start;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Gives every service a start that waits for the {@link StartStep}s which it declares as beans. */
@AutoConfiguration
@EnableConfigurationProperties(StartSettings.class)
final class StartAutoConfiguration {

    @Bean
    static SettingsCheck settingsCheck() {
        return new SettingsCheck();
    }

    @Bean
    StartWait startWait(ObjectProvider<StartStep> steps, StartSettings settings, ApplicationEventPublisher events) {
        return new StartWait(steps.orderedStream().toList(), settings.patience(), events);
    }
}
