package org.healthpassport.api.deadletter.kept;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.events.EventType;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Here, where the classes of all services are. */
class KnownConsumersTest {

    @Test
    void shouldBeTheSubscriptionsOfAllServices() {
        // given
        Map<DeadLetterTopic, Set<EventType>> declared = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.healthpassport")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Bean.class))
                        .filter(method -> method.getRawReturnType().isEquivalentTo(EventSubscription.class))
                        .map(KnownConsumersTest::declare)
                        .collect(Collectors.toMap(
                                subscription -> new DeadLetterTopic(subscription.topic(), subscription.consumer()),
                                EventSubscription::types));

        // then
        assertThat(declared).hasSizeGreaterThanOrEqualTo(4);
        assertThat(KnownConsumers.topics()).isEqualTo(declared.keySet());
        assertThat(declared)
                .allSatisfy((topic, types) ->
                        assertThat(KnownConsumers.typesOf(topic)).isEqualTo(types));
    }

    /** The handler is made of nothing, as it is never called. */
    private static EventSubscription declare(JavaMethod bean) {
        try {
            Method method = bean.reflect();
            Constructor<?> configuration = method.getDeclaringClass().getDeclaredConstructor();
            configuration.setAccessible(true);
            method.setAccessible(true);
            return (EventSubscription)
                    method.invoke(configuration.newInstance(), new Object[method.getParameterCount()]);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
