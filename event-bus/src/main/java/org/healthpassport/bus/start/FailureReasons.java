package org.healthpassport.bus.start;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Explains to an operator why a service did not start: by the names of variables, without their values. */
public final class FailureReasons {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)[:}]");
    private static final Pattern PROPERTY = Pattern.compile("healthpassport(\\.[a-z-]+)+");

    /** The code of a check that is a method of the settings: its message is a sentence that names their properties. */
    private static final String CHECK_OF_SEVERAL = "AssertTrue";

    private static final String OURS = "org.healthpassport.";

    private FailureReasons() {}

    /** A sentence for each thing to change; none if the failure is not a known one. */
    public static List<String> of(Throwable failure) {
        Deque<Throwable> innermostFirst = new ArrayDeque<>();
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause).forEach(innermostFirst::push);
        return innermostFirst.stream()
                .map(FailureReasons::ofOne)
                .filter(reasons -> !reasons.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> ofOne(Throwable failure) {
        if (failure instanceof InvalidSettings all) {
            return all.reasons();
        }
        if (failure instanceof BindValidationException invalid) {
            ValidationErrors errors = invalid.getValidationErrors();
            return errors.getAllErrors().stream()
                    .map(error -> ofError(error, errors))
                    .toList();
        }
        if (failure instanceof BindException unbound && unbound.getCause() instanceof ConversionException) {
            ConfigurationProperty property = unbound.getProperty();
            Collection<ConfigurationProperty> bound = property == null ? List.of() : List.of(property);
            return List.of("%s: must be %s."
                    .formatted(
                            variable(unbound.getName(), bound),
                            expectation(unbound.getTarget().getType().toClass())));
        }
        return isSentenceOfOurs(failure) ? List.of(failure.getMessage()) : List.of();
    }

    private static String ofError(ObjectError error, ValidationErrors errors) {
        String message = String.valueOf(error.getDefaultMessage());
        if (CHECK_OF_SEVERAL.equals(error.getCode())) {
            return PROPERTY.matcher(message)
                            .replaceAll(property -> variable(
                                    ConfigurationPropertyName.of(property.group()), errors.getBoundProperties()))
                    + '.';
        }
        String path =
                error instanceof FieldError field ? "." + DataObjectPropertyName.toDashedForm(field.getField()) : "";
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(errors.getName() + path, '.');
        return "%s: %s.".formatted(variable(name, errors.getBoundProperties()), message);
    }

    /** The name of the variable that was set; the property's own name if no variable sets it. */
    private static String variable(ConfigurationPropertyName name, Collection<ConfigurationProperty> bound) {
        return bound.stream()
                .filter(property ->
                        property.getName().equals(name) || property.getName().isAncestorOf(name))
                .map(FailureReasons::variable)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(name.toString());
    }

    private static @Nullable String variable(ConfigurationProperty property) {
        if (property.getOrigin() instanceof PropertySourceOrigin origin
                && origin.getPropertySource() instanceof SystemEnvironmentPropertySource) {
            return origin.getPropertyName();
        }
        Matcher placeholder = VARIABLE.matcher(String.valueOf(property.getValue()));
        return placeholder.find() ? placeholder.group(1) : null;
    }

    private static String expectation(Class<?> type) {
        Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (wanted == Boolean.class) {
            return "true or false";
        }
        if (wanted == DataSize.class) {
            return "a size, such as 10MB";
        }
        if (wanted == Duration.class) {
            return "a time, such as 5m or 90s";
        }
        if (wanted == URI.class) {
            return "a URL";
        }
        if (Number.class.isAssignableFrom(wanted)) {
            return "a number";
        }
        if (wanted.isEnum()) {
            return "one of " + Arrays.toString(wanted.getEnumConstants());
        }
        return "another form of value (" + wanted.getSimpleName() + ")";
    }

    /** Our own messages say what was expected and what to do, and hold no secrets. */
    private static boolean isSentenceOfOurs(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return failure.getMessage() != null
                && failure.getMessage().startsWith("Expected ")
                && stack.length > 0
                && stack[0].getClassName().startsWith(OURS);
    }
}
