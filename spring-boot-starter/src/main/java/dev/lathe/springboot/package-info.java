/// Lathe's models as beans of Spring Boot, each where a property names it.
///
/// Start at [dev.lathe.springboot.LatheProperties], which lists the properties, and
/// [dev.lathe.springboot.LatheAutoConfiguration], which makes the beans. The other configurations count where an application
/// has LangChain4j, Spring AI, Actuator or Micrometer.
@NullMarked
package dev.lathe.springboot;

import org.jspecify.annotations.NullMarked;
