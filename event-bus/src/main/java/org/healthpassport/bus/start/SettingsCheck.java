package org.healthpassport.bus.start;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Reads the settings of all features before any bean is made, so that everything wrong is listed at once. Spring Boot
 * checks each record of settings only when its bean is made, and stops at the first.
 */
public final class SettingsCheck implements BeanFactoryPostProcessor {
    private static final String OURS = "org.healthpassport.";

    /** @throws InvalidSettings if any setting cannot be used */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<Class<?>> settings = new ArrayList<>();
        for (String name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(name);
            if (type != null && type.getName().startsWith(OURS)) {
                settings.add(type);
            }
        }
        ConfigurableEnvironment environment = beans.getBean(ConfigurableEnvironment.class);
        warnOfUnknown(environment);
        List<String> reasons = reasons(settings, environment);
        if (!reasons.isEmpty()) {
            throw new InvalidSettings(reasons);
        }
    }

    /**
     * A sentence for each setting that cannot be used, as of {@link FailureReasons#of}.
     *
     * @param settings the records that features bind their settings to
     */
    public static List<String> reasons(List<Class<?>> settings, ConfigurableEnvironment environment) {
        List<String> reasons = new ArrayList<>(reasons(settings, Binder.get(environment)));
        FrameworkSettings.reasons(environment).stream()
                .filter(reason -> reasons.stream().noneMatch(known -> isAboutTheSame(known, reason)))
                .toList()
                .forEach(reasons::add);
        return reasons;
    }

    private static boolean isAboutTheSame(String reason, String other) {
        return reason.startsWith(other.substring(0, other.indexOf(':') + 1));
    }

    private static void warnOfUnknown(ConfigurableEnvironment environment) {
        List<String> properties = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed && !isVariables(source)) {
                properties.addAll(List.of(listed.getPropertyNames()));
            }
        }
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed && isVariables(source)) {
                KnownSettings.warnOfOthers(List.of(listed.getPropertyNames()), properties);
            }
        }
    }

    private static boolean isVariables(PropertySource<?> source) {
        return source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    private static List<String> reasons(List<Class<?>> settings, Binder binder) {
        // A worker has no checked settings, and no Bean Validation.
        if (settings.stream().noneMatch(SettingsCheck::isChecked)) {
            return reasons(settings, binder, type -> BindHandler.DEFAULT);
        }
        // Spring Boot's own validator cannot word its messages before the message source, which is a bean, is made.
        try (LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return reasons(
                    settings,
                    binder,
                    type -> isChecked(type) ? new ValidationBindHandler(validator) : BindHandler.DEFAULT);
        }
    }

    private static List<String> reasons(
            List<Class<?>> settings, Binder binder, Function<Class<?>, BindHandler> handlers) {
        return settings.stream()
                .flatMap(type -> reasons(type, binder, handlers.apply(type)).stream())
                .toList();
    }

    private static List<String> reasons(Class<?> type, Binder binder, BindHandler handler) {
        // The prefix is an alias of the value.
        String prefix =
                MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
        try {
            binder.bindOrCreate(prefix, Bindable.of(type), handler);
            return List.of();
        } catch (BindException failure) {
            List<String> reasons = FailureReasons.of(failure);
            if (reasons.isEmpty()) {
                throw failure;
            }
            return reasons;
        }
    }

    private static boolean isChecked(Class<?> type) {
        return type.isAnnotationPresent(Validated.class);
    }
}
