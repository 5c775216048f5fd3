package org.healthpassport.bus.start;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Settings of a service that cannot be used, all of them. The message names each and never shows a value. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Throwable> failures;

    InvalidSettings(List<Throwable> failures) {
        super(failures.stream().flatMap(InvalidSettings::sentences).collect(Collectors.joining("\n")));
        this.failures = List.copyOf(failures);
        failures.forEach(this::addSuppressed);
    }

    /** The failure of each group of settings. */
    public List<Throwable> failures() {
        return failures;
    }

    private static Stream<String> sentences(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        return causes.stream()
                .filter(BindValidationException.class::isInstance)
                .map(BindValidationException.class::cast)
                .findFirst()
                .map(invalid -> ofErrors(invalid.getValidationErrors()))
                .orElseGet(() -> causes.stream()
                        .filter(BindException.class::isInstance)
                        .map(BindException.class::cast)
                        .findFirst()
                        .map(unbound -> Stream.of(unbound.getName() + " has a value of the wrong type"))
                        .orElseGet(() -> Stream.of(String.valueOf(failure.getMessage()))));
    }

    private static Stream<String> ofErrors(ValidationErrors errors) {
        return errors.getAllErrors().stream().map(error -> ofError(errors.getName() + ".", error));
    }

    private static String ofError(String prefix, ObjectError error) {
        return error instanceof FieldError field
                ? prefix + field.getField() + ' ' + field.getDefaultMessage()
                : String.valueOf(error.getDefaultMessage());
    }
}
