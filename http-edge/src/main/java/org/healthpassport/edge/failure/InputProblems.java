package org.healthpassport.edge.failure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.text.Graphemes;
import org.springframework.core.MethodParameter;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Describes invalid input in the caller's terms: JSON pointers instead of classes. */
final class InputProblems {
    private InputProblems() {}

    static Problem of(ServerWebInputException input) {
        if (input instanceof WebExchangeBindException invalid) {
            return Problem.invalid(invalid.getFieldErrors().stream()
                    .map(InputProblems::ofField)
                    .toArray(InvalidMember[]::new));
        }
        return Failures.causes(input).stream()
                .filter(JacksonException.class::isInstance)
                .map(JacksonException.class::cast)
                .findFirst()
                .map(InputProblems::ofJson)
                .orElseGet(() -> Problem.of(ProblemType.MALFORMED_REQUEST, detail(input)));
    }

    private static String detail(ServerWebInputException input) {
        MethodParameter parameter = input.getMethodParameter();
        RequestParam annotation = parameter == null ? null : parameter.getParameterAnnotation(RequestParam.class);
        if (parameter == null || annotation == null) {
            return "The body or a parameter is missing or malformed.";
        }
        String name = annotation.name().isEmpty() ? parameter.getParameter().getName() : annotation.name();
        Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
        return type.isEnum()
                ? "The parameter %s %s.".formatted(name, oneOf(type))
                : "The parameter %s is missing or malformed.".formatted(name);
    }

    private static Problem ofJson(JacksonException failure) {
        if (failure instanceof InputCoercionException) {
            return Problem.invalid(pointer(failure.getPath()), "must be a number within range");
        }
        if (failure instanceof StreamReadException || !(failure instanceof DatabindException)) {
            return Problem.of(
                    ProblemType.MALFORMED_REQUEST,
                    "The body is not valid JSON: it has a syntax error, a repeated member, or too much nesting.");
        }
        return Problem.invalid(pointer(failure.getPath()), detail(failure));
    }

    private static String detail(JacksonException failure) {
        if (failure instanceof UnrecognizedPropertyException) {
            return "must not be present, as there is no such member";
        }
        if (failure instanceof InvalidFormatException format
                && format.getTargetType().isEnum()) {
            return oneOf(format.getTargetType());
        }
        return "must be of another type";
    }

    private static String oneOf(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(Objects::toString)
                .collect(Collectors.joining(", ", "must be one of ", ""));
    }

    private static InvalidMember ofField(FieldError error) {
        String pointer = '/' + error.getField().replaceAll("[.\\[]", "/").replace("]", "");
        return new InvalidMember(
                pointer, Optional.ofNullable(error.getDefaultMessage()).orElse("must be valid"));
    }

    /** A pointer of RFC 6901; member names that the caller made up are shortened. */
    private static String pointer(List<JacksonException.Reference> path) {
        return path.stream()
                .map(step -> step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName())
                .map(name -> Graphemes.first(name, 64))
                .map(name -> '/' + name.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
