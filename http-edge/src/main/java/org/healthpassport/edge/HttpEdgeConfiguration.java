package org.healthpassport.edge;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The HTTP edge, for a service that imports it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class HttpEdgeConfiguration {}
