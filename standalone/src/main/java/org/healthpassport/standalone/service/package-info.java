/** The services as Spring Boot applications in this JVM: their settings, their start and their readiness. */
@NullMarked
package org.healthpassport.standalone.service;

import org.jspecify.annotations.NullMarked;
