@echo off
rem Builds the jar when it is missing or older than the sources, then runs it.
setlocal
set "HERE=%~dp0"
set "JAR=%HERE%target\arcface4j.jar"
powershell -NoProfile -Command "$jar = Get-Item -ErrorAction SilentlyContinue -LiteralPath $env:JAR; if (-not $jar) { exit 1 }; $new = @(Get-Item -LiteralPath ($env:HERE + 'pom.xml')) + @(Get-ChildItem -Recurse -File -LiteralPath ($env:HERE + 'src\main')) | Where-Object { $_.LastWriteTime -gt $jar.LastWriteTime }; if ($new) { exit 1 }"
if not errorlevel 1 goto run
echo arcface: building %JAR% 1>&2
pushd "%HERE%"
call mvn -q -B -DskipTests package 1>&2
if errorlevel 1 (
  popd
  echo arcface: the build failed 1>&2
  exit /b 1
)
popd
:run
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "FLAGS=--enable-native-access=ALL-UNNAMED"
"%JAVA%" --sun-misc-unsafe-memory-access=allow -version >nul 2>&1 && set "FLAGS=%FLAGS% --sun-misc-unsafe-memory-access=allow"
"%JAVA%" %FLAGS% %ARCFACE_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
