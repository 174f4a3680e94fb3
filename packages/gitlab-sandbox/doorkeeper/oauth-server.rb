# frozen_string_literal: true

# A minimal OAuth server on Doorkeeper, GitLab's own OAuth engine, configured as GitLab configures it. Its database is
# in memory. It prints the port it listens on, and ends when its standard input does.
#
# Every request is told who is signed in by the header X-User-Id. POST /arrange prepares what a test needs.

ENV["RAILS_ENV"] = "production"
ENV["DATABASE_URL"] = "sqlite3::memory:?pool=1&idle_timeout=0"
ENV["SECRET_KEY_BASE"] = "not-a-secret"

require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "doorkeeper"
require "webrick"
require "rack/handler/webrick"

# Moves the clock, so that a test can see codes and tokens expire.
module MovableClock
  class << self
    attr_accessor :offset
  end
  self.offset = 0

  def now(**options)
    super + MovableClock.offset
  end
end
Time.singleton_class.prepend(MovableClock)

class OAuthServer < Rails::Application
  config.root = __dir__
  config.load_defaults 6.1
  config.eager_load = false
  config.logger = Logger.new(ENV.key?("OAUTH_SERVER_LOG") ? $stderr : nil)
  config.hosts.clear
  config.allow_concurrency = false
  config.consider_all_requests_local = false
  config.action_controller.allow_forgery_protection = false
  # GitLab's words where they are not Doorkeeper's.
  config.i18n.load_path << File.join(__dir__, "gitlab-texts.yml")
  routes.append do
    use_doorkeeper
    post "arrange", to: "arrange#create"
  end
end

# GitLab's config/initializers/doorkeeper.rb, as far as it can be told from outside and Doorkeeper 5.5 knows it.
Doorkeeper.configure do
  orm :active_record
  default_generator_method :hex
  resource_owner_authenticator do
    id = request.headers["X-User-Id"]
    id ? Struct.new(:id).new(id.to_i) : redirect_to("/users/sign_in")
  end
  resource_owner_from_credentials { nil }
  use_refresh_token
  enforce_configured_scopes
  force_ssl_in_redirect_uri false
  forbid_redirect_uri { |uri| %w[data vbscript javascript].include?(uri.scheme.to_s.downcase) }
  default_scopes :api
  optional_scopes :read_api, :read_user, :read_repository, :write_repository, :openid, :profile, :email, :sudo
  access_token_methods :from_access_token_param, :from_bearer_authorization, :from_bearer_param
  hash_token_secrets
  hash_application_secrets
  grant_flows %w[authorization_code password client_credentials]
  # What GitLab's setting ropc_without_client_credentials is when nobody changes it.
  skip_client_authentication_for_password_grant true
  access_token_expires_in 7200
end

class ArrangeController < ActionController::API
  def create
    render json: send("arrange_#{params.require(:what)}") || {}
  end

  private

  def arrange_clock
    MovableClock.offset = params.require(:offset_ms).to_i / 1000.0
    {}
  end

  def arrange_application
    application = Doorkeeper::Application.find_or_initialize_by(uid: params.require(:uid))
    application.assign_attributes(params.permit(:name, :redirect_uri, :scopes, :confidential))
    secret = params[:secret] || "the-secret-of-a-public-application"
    Doorkeeper.config.application_secret_strategy.store_secret(application, :secret, secret)
    application.save!
    {}
  end

  def arrange_tokens
    token = Doorkeeper::AccessToken.create_for(
      application: Doorkeeper::Application.by_uid(params.require(:uid)),
      resource_owner: params.require(:user_id),
      scopes: params.require(:scopes),
      expires_in: Doorkeeper.config.access_token_expires_in,
      use_refresh_token: true,
    )
    { accessToken: token.plaintext_token, refreshToken: token.plaintext_refresh_token }
  end
end

OAuthServer.initialize!

# GitLab's tables have no previous_refresh_token, which is why a refresh revokes the old pair at once.
ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table :oauth_applications do |t|
    t.string :name, :uid, :secret, null: false
    t.text :redirect_uri, null: false
    t.string :scopes, null: false, default: ""
    t.boolean :confidential, null: false, default: true
    t.timestamps null: false
  end
  create_table :oauth_access_grants do |t|
    t.integer :resource_owner_id, :application_id, :expires_in, null: false
    t.string :token, null: false
    t.text :redirect_uri, null: false
    t.datetime :created_at, null: false
    t.datetime :revoked_at
    t.string :scopes, null: false, default: ""
    t.string :code_challenge, :code_challenge_method
  end
  create_table :oauth_access_tokens do |t|
    t.integer :resource_owner_id, :application_id, :expires_in
    t.string :token, null: false
    t.string :refresh_token, :scopes
    t.datetime :revoked_at
    t.datetime :created_at, null: false
  end
end
# There is one connection, which the requests need.
ActiveRecord::Base.clear_active_connections!

options = {
  Host: "127.0.0.1",
  Port: 0,
  AccessLog: [],
  Logger: WEBrick::Log.new(nil, WEBrick::BasicLog::FATAL),
}
Rack::Handler::WEBrick.run(OAuthServer, **options) do |server|
  # Otherwise every answer waits for the acknowledgement of its first part.
  server.listeners.each { |listener| listener.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, true) }
  Thread.new { $stdin.read && server.shutdown }
  $stdout.puts(server.listeners.first.addr[1])
  $stdout.flush
  # What could be said from here on is about the odd requests of tests.
  $stderr.reopen(File::NULL) unless ENV.key?("OAUTH_SERVER_LOG")
end
