package org.healthpassport.fhir.path;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.healthpassport.fhir.path.Tokens.Kind;
import org.healthpassport.fhir.path.Tokens.Token;
import org.healthpassport.fhir.pattern.LinearPattern;

/** Parses FHIRPath (N1), as far as invariants use it, by recursive descent. */
final class PathParser {
    private static final String UCUM = "http://unitsofmeasure.org";

    private final Tokens tokens;

    private PathParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** @throws IllegalArgumentException for unsupported expressions */
    static Expression parse(String expression) {
        PathParser parser = new PathParser(new Tokens(expression));
        Expression whole = parser.operation(0);
        parser.tokens.expectEnd();
        return whole;
    }

    private Expression operation(int precedence) {
        if (precedence > Operator.HIGHEST_PRECEDENCE) {
            return path();
        }
        Expression left = operation(precedence + 1);
        while (true) {
            Optional<Expression> whole = switch (precedence) {
                case Operator.PRECEDENCE_OF_MEMBERSHIP -> membership(left);
                case Operator.PRECEDENCE_OF_TYPES -> typeOperation(left);
                default -> operation(left, precedence);
            };
            if (whole.isEmpty()) {
                return left;
            }
            left = whole.get();
        }
    }

    private Optional<Expression> operation(Expression left, int precedence) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.precedence == precedence && tokens.take(operator.symbol))
                .findFirst()
                .map(operator -> new Combination.Operation(operator, left, operation(precedence + 1)));
    }

    private Optional<Expression> membership(Expression left) {
        if (tokens.take("in")) {
            return Optional.of(new Combination.In(left, operation(Operator.PRECEDENCE_OF_MEMBERSHIP + 1)));
        }
        return tokens.take("contains")
                ? Optional.of(new Combination.In(operation(Operator.PRECEDENCE_OF_MEMBERSHIP + 1), left))
                : Optional.empty();
    }

    private Optional<Expression> typeOperation(Expression left) {
        if (tokens.take("is")) {
            return Optional.of(new Step.IsType(left, takeName()));
        }
        return tokens.take("as") ? Optional.of(new Step.OfType(left, takeName())) : Optional.empty();
    }

    private Expression path() {
        Expression path = term();
        while (tokens.take(".")) {
            path = invocation(path);
        }
        return Step.Remembered.of(path);
    }

    private Expression term() {
        if (tokens.take("(")) {
            Expression inner = operation(0);
            tokens.expect(")");
            return inner;
        }
        return switch (tokens.peek().kind()) {
            case NAME -> beginning();
            case STRING -> new Term.Literal(tokens.take().text());
            case NUMBER -> new Term.Literal(new BigDecimal(tokens.take().text()));
            case CONSTANT -> constant();
            default -> throw tokens.unexpected();
        };
    }

    private Expression beginning() {
        String name = tokens.peek().text();
        if (name.equals("true") || name.equals("false")) {
            tokens.take();
            return new Term.Literal(Boolean.valueOf(name));
        }
        if (Character.isUpperCase(name.charAt(0))) {
            // A path may begin with the type of the focus.
            return new Step.OfType(new Term.Focus(), takeName());
        }
        return invocation(new Term.Focus());
    }

    private Expression constant() {
        Expression constant = switch (tokens.peek().text()) {
            case "$this" -> new Term.Focus();
            case "%ucum" -> new Term.Literal(UCUM);
            case "%resource" -> Term.Variable.RESOURCE;
            case "%rootResource" -> Term.Variable.ROOT_RESOURCE;
            case "%context" -> Term.Variable.CONTEXT;
            default -> throw tokens.unexpected();
        };
        tokens.take();
        return constant;
    }

    private Expression invocation(Expression source) {
        String name = takeName();
        if (!tokens.take("(")) {
            return new Step.Child(source, name);
        }
        Expression call = call(source, name);
        tokens.expect(")");
        return call;
    }

    private Expression call(Expression source, String name) {
        return switch (name) {
            case "as", "ofType" -> new Step.OfType(source, takeName());
            case "is" -> new Step.IsType(source, takeName());
            case "where" -> new Iteration.Where(source, operation(0));
            case "all" -> new Iteration.All(source, operation(0));
            case "select" -> new Iteration.Select(source, operation(0));
            case "intersect" -> new Combination.Intersection(source, operation(0));
            case "matches" -> new Step.Matches(source, LinearPattern.compile(takeString()));
            case "replaceMatches" -> replacement(source);
            case "iif" -> choice(source);
            case "resolve" -> new Step.Resolved(source);
            default -> functionCall(source, name, arguments());
        };
    }

    private Expression replacement(Expression source) {
        LinearPattern pattern = LinearPattern.compile(takeString());
        tokens.expect(",");
        return new Step.ReplaceMatches(source, pattern, takeString());
    }

    private Expression choice(Expression source) {
        Expression criterion = operation(0);
        tokens.expect(",");
        Expression result = operation(0);
        Optional<Expression> otherwise = tokens.take(",") ? Optional.of(operation(0)) : Optional.empty();
        return new Combination.Choice(source, criterion, result, otherwise);
    }

    private static Expression functionCall(Expression source, String name, List<Expression> arguments) {
        return Arrays.stream(PathFunction.values())
                .filter(function -> function.spelling.equals(name))
                .filter(function -> arguments.size() == function.arity || function == PathFunction.TRACE)
                .map(function -> new Step.Call(source, function, arguments))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected a known function, but it is " + name));
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        if (tokens.peek().text().equals(")")) {
            return arguments;
        }
        do {
            arguments.add(operation(0));
        } while (tokens.take(","));
        return arguments;
    }

    private String takeName() {
        return take(Kind.NAME);
    }

    private String takeString() {
        return take(Kind.STRING);
    }

    private String take(Kind kind) {
        Token token = tokens.peek();
        if (token.kind() != kind) {
            throw tokens.unexpected();
        }
        return tokens.take().text();
    }
}
