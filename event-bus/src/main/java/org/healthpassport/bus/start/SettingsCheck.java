package org.healthpassport.bus.start;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Binds the settings of all features before anything else is made, so that everything wrong is listed at once. */
public final class SettingsCheck implements BeanFactoryPostProcessor {
    private static final String OURS = "org.healthpassport.";

    /** @throws InvalidSettings if any setting cannot be used */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<Throwable> failures = new ArrayList<>();
        for (String name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(name);
            if (type != null && type.getName().startsWith(OURS)) {
                bind(beans, name, failures);
            }
        }
        if (!failures.isEmpty()) {
            throw new InvalidSettings(failures);
        }
    }

    private static void bind(ConfigurableListableBeanFactory beans, String name, List<Throwable> failures) {
        try {
            beans.getBean(name);
        } catch (BeansException invalid) {
            failures.add(invalid);
        }
    }
}
