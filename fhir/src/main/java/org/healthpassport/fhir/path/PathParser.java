package org.healthpassport.fhir.path;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.healthpassport.fhir.path.Tokens.Token;

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
            if (precedence == Operator.PRECEDENCE_OF_IN && tokens.take("in")) {
                left = new Expression.In(left, operation(precedence + 1));
                continue;
            }
            Optional<Operator> operator = operator(precedence);
            if (operator.isEmpty()) {
                return left;
            }
            left = new Expression.Operation(operator.get(), left, operation(precedence + 1));
        }
    }

    private Optional<Operator> operator(int precedence) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.precedence == precedence && tokens.take(operator.symbol))
                .findFirst();
    }

    private Expression path() {
        Expression path = term();
        while (tokens.take(".")) {
            path = invocation(path);
        }
        return path;
    }

    private Expression term() {
        if (tokens.take("(")) {
            Expression inner = operation(0);
            tokens.expect(")");
            return inner;
        }
        return switch (tokens.peek().kind()) {
            case NAME -> invocation(new Expression.Focus());
            case STRING -> new Expression.Literal(tokens.take().text());
            case NUMBER -> new Expression.Literal(new BigDecimal(tokens.take().text()));
            case CONSTANT -> constant();
            default -> throw tokens.unexpected();
        };
    }

    private Expression constant() {
        return switch (tokens.peek().text()) {
            case "%ucum" -> {
                tokens.take();
                yield new Expression.Literal(UCUM);
            }
            case "%resource" -> {
                tokens.take();
                yield Expression.Constant.RESOURCE;
            }
            case "%rootResource" -> {
                tokens.take();
                yield Expression.Constant.ROOT_RESOURCE;
            }
            default -> throw tokens.unexpected();
        };
    }

    private Expression invocation(Expression source) {
        Token name = tokens.peek();
        if (name.kind() != Tokens.Kind.NAME) {
            throw tokens.unexpected();
        }
        tokens.take();
        if (!tokens.take("(")) {
            return new Expression.Child(source, name.text());
        }
        Expression call = call(source, name.text());
        tokens.expect(")");
        return call;
    }

    private Expression call(Expression source, String name) {
        return switch (name) {
            case "as" -> new Expression.OfType(source, tokens.take().text());
            case "where" -> new Expression.Where(source, operation(0));
            default -> functionCall(source, name, arguments());
        };
    }

    private static Expression functionCall(Expression source, String name, List<Expression> arguments) {
        return Arrays.stream(PathFunction.values())
                .filter(function -> function.spelling.equals(name))
                .filter(function -> arguments.size() == function.arity || function == PathFunction.TRACE)
                .map(function -> new Expression.Call(source, function, arguments))
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
}
